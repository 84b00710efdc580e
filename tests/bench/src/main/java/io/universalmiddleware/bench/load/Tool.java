package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A tool is a program of the machine that a suite needs. */
public final class Tool {
    private static final Path DEBIANS_POSTGRES = Path.of("/usr/lib/postgresql");

    private Tool() {}

    /**
     * The program's path.
     *
     * @param brings the Debian package that brings it
     * @throws BenchException that says how to get it
     */
    public static String require(String name, String brings) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of),
                        Stream.concat(Stream.of(Path.of("/usr/sbin")), postgresVersions().stream()))
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no " + name + ": apt-get install " + brings));
    }

    private static List<Path> postgresVersions() {
        if (!Files.isDirectory(DEBIANS_POSTGRES)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIANS_POSTGRES)) {
            return versions.map(version -> version.resolve("bin")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
