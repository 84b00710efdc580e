package io.universalmiddleware.product.node;

import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests use of npm, installed once a build exactly as the lock file says, without running any package's scripts. */
final class Npm {
    private static final Path SOURCES = Path.of("src/test/js").toAbsolutePath();
    private static final Path DIRECTORY = Product.TARGET.resolve("npm");
    private static final String LOCK = "package-lock.json";

    private Npm() {}

    /** The directory with the tests' scripts and their packages. */
    static synchronized Path directory() {
        try {
            boolean installed = Files.exists(DIRECTORY.resolve("node_modules/centrifuge"))
                    && Files.mismatch(SOURCES.resolve(LOCK), DIRECTORY.resolve(LOCK)) == -1;
            Files.createDirectories(DIRECTORY);
            try (var files = Files.list(SOURCES)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, DIRECTORY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!installed) {
                run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            }
            return DIRECTORY;
        } catch (IOException e) {
            throw new UncheckedIOException("npm packages cannot be installed: " + e.getMessage(), e);
        }
    }

    /** A process in {@link #directory()}, its errors in its output. */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(DIRECTORY.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("NODE_NO_WARNINGS", "1");
        return builder;
    }

    private static void run(String... command) throws IOException {
        Process process = process(new ArrayList<>(List.of(command))).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
    }
}
