package io.universalmiddleware.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.tukaani.xz.XZInputStream;

/**
 * The servers' programs, unpacked once per machine and user from the jars they come in.
 *
 * <p>A bundle appears whole or not at all: it is unpacked beside its place and moved there, so several JVMs may start at
 * once.
 */
final class Binaries {
    private static final String POSTGRES = "postgres-linux-x86_64.txz";
    private static final String REDIS = "redis-server-7.0.15-linux-amd64";
    private static final String KAFKA = "kafka/classpath";

    private Binaries() {}

    /** PostgreSQL's installation directory, with bin, lib and share. */
    static Path postgres() throws IOException {
        return unpacked("postgresql-18", POSTGRES, Binaries::untar);
    }

    /** The redis-server program. */
    static Path redis() throws IOException {
        return unpacked("redis-7.0.15", REDIS, (content, target) -> {
                    Path program = target.resolve("redis-server");
                    Files.copy(content, program);
                    if (!program.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make " + program + " executable");
                    }
                })
                .resolve("redis-server");
    }

    /** The broker's classpath. */
    static String kafka() throws IOException {
        List<String> jars;
        try (InputStream list = resource(KAFKA)) {
            jars = Arrays.asList(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(":", -1));
        }
        Path home = unpacked("kafka-" + Integer.toHexString(jars.hashCode()), KAFKA, (list, target) -> {
            for (String jar : jars) {
                try (InputStream content = resource(jar)) {
                    Files.copy(content, target.resolve(fileName(jar)));
                }
            }
        });
        return jars.stream().map(jar -> home.resolve(fileName(jar)).toString()).collect(Collectors.joining(":"));
    }

    private static Path unpacked(String bundle, String resource, Unpacking unpacking) throws IOException {
        Path place = Account.cache().resolve(bundle);
        if (Files.isDirectory(place)) {
            return place;
        }
        Path beside = Files.createTempDirectory(place.getParent(), bundle + ".");
        Account.openToAll(beside);
        try (InputStream content = resource(resource)) {
            unpacking.unpack(content, beside);
        }
        try {
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException lost) {
            if (!Files.isDirectory(place)) {
                throw lost;
            }
            Directories.delete(beside);
        }
        return place;
    }

    private static void untar(InputStream content, Path target) throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = tar.getOutputStream()) {
            new XZInputStream(content).transferTo(in);
        }
        if (tar.onExit().join().exitValue() != 0) {
            throw new IOException("tar cannot unpack into " + target);
        }
    }

    private static InputStream resource(String name) {
        InputStream found = Binaries.class.getResourceAsStream("/" + name);
        if (found == null) {
            throw new StoreException("No embedded binary for this machine (" + name
                    + "): run that store yourself and configure its address");
        }
        return found;
    }

    private static String fileName(String jar) {
        return jar.substring(jar.lastIndexOf('/') + 1);
    }

    @FunctionalInterface
    private interface Unpacking {
        void unpack(InputStream content, Path target) throws IOException;
    }
}
