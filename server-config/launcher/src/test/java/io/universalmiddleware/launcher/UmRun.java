package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.StackOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged {@code um} in processes of its own, on an installation of its own with free ports. */
final class UmRun {
    private static final Path LAUNCHER = Path.of("target/launcher.jar").toAbsolutePath();
    private static final Path PLATFORM =
            Path.of("../micro/target/universal-middleware.jar").toAbsolutePath();

    private final Path home;
    private final Path config;

    /** @param settings beside the free ports */
    UmRun(Path directory, Map<String, String> settings) throws IOException {
        this.home = directory.resolve("home");
        this.config = directory.resolve("um.properties");
        Map<String, String> all = new TreeMap<>(
                StackOptions.in(home, PLATFORM).onFreePorts().configuration().properties());
        all.putAll(settings);
        Files.write(
                config,
                all.entrySet().stream()
                        .map(set -> set.getKey() + "=" + set.getValue())
                        .toList());
    }

    /** What a finished command left. */
    record Ended(int status, String said) {}

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .forEach(command::add);
        command.addAll(List.of("-jar", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString(), "--config", config.toString(), "--jar", PLATFORM.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    Path home() {
        return home;
    }

    Path config() {
        return config;
    }
}
