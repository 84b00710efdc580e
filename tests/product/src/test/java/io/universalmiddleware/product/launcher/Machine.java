package io.universalmiddleware.product.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A machine has the programs that it is said to have and no others; on it is a checkout with nothing but the script. */
final class Machine {
    private static final List<String> BASE = List.of(
            "bash", "env", "dirname", "sed", "df", "awk", "find", "cat", "rm", "mkdir", "touch", "grep", "chmod");

    private final Path programs;
    private final Path checkout;

    /** What a finished script left. */
    record Ended(int status, List<String> lines) {}

    Machine(Path directory) throws IOException {
        programs = Files.createDirectories(directory.resolve("bin"));
        checkout = Files.createDirectories(directory.resolve("checkout"));
        Files.copy(Path.of("../../um"), checkout.resolve("um"));
        for (String name : BASE) {
            Files.createSymbolicLink(programs.resolve(name), installed(name));
        }
        with("javac", "exit 0");
        with("java", "echo '    java.specification.version = 17' >&2");
        with(
                "mvn",
                "mkdir -p m/target/surefire-reports",
                "echo ' <testcase />' > m/target/surefire-reports/TEST-a.xml");
        user(1000);
    }

    Machine with(String program, String... lines) throws IOException {
        Path file = programs.resolve(program);
        Files.deleteIfExists(file);
        Files.write(
                file,
                Stream.concat(Stream.of("#!" + installed("bash")), Arrays.stream(lines))
                        .toList());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    Machine without(String program) throws IOException {
        Files.delete(programs.resolve(program));
        return this;
    }

    Machine user(int id) throws IOException {
        return with("id", "echo " + id);
    }

    /** The directory of its programs. */
    Path programs() {
        return programs;
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(Stream.concat(Stream.of("./um"), Arrays.stream(arguments))
                        .toList())
                .directory(checkout.toFile())
                .redirectErrorStream(true);
        script.environment().clear();
        script.environment().put("PATH", programs.toString());
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said.lines().toList());
    }

    private static Path installed(String program) {
        return Stream.of("/usr/bin", "/bin")
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + program));
    }
}
