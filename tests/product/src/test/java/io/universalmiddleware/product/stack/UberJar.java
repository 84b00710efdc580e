package io.universalmiddleware.product.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The uber-jar as a user makes it who has an application of his own: its jar is put into the merged WAR (docs/spi.md). */
final class UberJar {
    private static final String WAR = "MICRO-INF/deploy/ROOT.war";
    private static final String APPLICATION = "WEB-INF/lib/app-sample.jar";

    private UberJar() {}

    /** @param inApplication a class of the application, which must come from a jar */
    static Path withApplication(Path uberJar, Path to, Class<?> inApplication) {
        try {
            Path application = jarOf(inApplication);
            Path war = Files.createTempFile(to.getParent(), "ROOT", ".war");
            try (ZipFile zip = new ZipFile(uberJar.toFile());
                    InputStream in = zip.getInputStream(zip.getEntry(WAR))) {
                Files.copy(in, war, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            Path fuller = Files.createTempFile(to.getParent(), "ROOT", ".war");
            rewrite(war, fuller, APPLICATION, application, true);
            rewrite(uberJar, to, WAR, fuller, false);
            Files.delete(war);
            Files.delete(fuller);
            return to;
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** The EAR with the application in its library directory. */
    static Path earWithApplication(Path ear, Path to, Class<?> inApplication) {
        try {
            Files.createDirectories(to.getParent());
            rewrite(ear, to, "lib/app-sample.jar", jarOf(inApplication), true);
            return to;
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static Path jarOf(Class<?> inApplication) throws URISyntaxException {
        Path application = Path.of(inApplication
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (!Files.isRegularFile(application)) {
            throw new IllegalStateException(application + " is no jar: build it with mvn package");
        }
        return application;
    }

    /** Copies a zip with one entry replaced or added; that entry is stored as it is. */
    private static void rewrite(Path from, Path to, String entry, Path content, boolean added) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(1);
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry old = entries.nextElement();
                if (old.getName().equals(entry)) {
                    store(out, entry, content);
                } else {
                    ZipEntry copy = new ZipEntry(old.getName());
                    if (old.getMethod() == ZipEntry.STORED) {
                        copy.setMethod(ZipEntry.STORED);
                        copy.setSize(old.getSize());
                        copy.setCrc(old.getCrc());
                    }
                    out.putNextEntry(copy);
                    try (InputStream in = zip.getInputStream(old)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
            if (added) {
                store(out, entry, content);
            }
        }
    }

    private static void store(ZipOutputStream out, String name, Path content) throws IOException {
        byte[] bytes = Files.readAllBytes(content);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
