package io.universalmiddleware.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.StackOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The packaged {@code um} in processes of its own, on an installation of its own with free ports. */
final class UmRun {
    private static final Path LAUNCHER = Path.of("target/launcher.jar").toAbsolutePath();
    private static final Path PLATFORM =
            Path.of("../micro/target/universal-middleware.jar").toAbsolutePath();

    /** How the repository's script runs it. */
    private static final List<String> AS_THE_SCRIPT_DOES =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path home;
    private final Path config;

    /** @param settings beside the free ports */
    UmRun(Path directory, Map<String, String> settings) throws IOException {
        this.home = directory.resolve("home");
        this.config = directory.resolve("um.properties");
        Map<String, String> all = new TreeMap<>(
                StackOptions.in(home, PLATFORM).onFreePorts().configuration().properties());
        all.put("um.analytics.flush", "500ms");
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
        Process process = start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** A command that goes on until it is closed. */
    record Running(Process process, List<String> lines, Thread reader) implements AutoCloseable {

        void awaitLine(String part) {
            await().atMost(240, SECONDS).untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains(part)));
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
            reader.join();
        }
    }

    Running begin(String... arguments) throws IOException {
        Process process = start(arguments);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> process.inputReader().lines().forEach(lines::add), "um-reader");
        reader.start();
        return new Running(process, lines, reader);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .forEach(command::add);
        command.addAll(AS_THE_SCRIPT_DOES);
        command.addAll(List.of("-jar", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString(), "--config", config.toString(), "--jar", PLATFORM.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    Path home() {
        return home;
    }

    /** Where Kafka is. */
    String kafka() {
        return "127.0.0.1:"
                + Configuration.read(config, Map.of())
                        .find("um.embedded.kafka-port")
                        .orElseThrow();
    }

    /** Where everything comes in. */
    URI edge() {
        Configuration configuration = Configuration.read(config, Map.of());
        return URI.create(
                "http://127.0.0.1:" + configuration.find("um.edge.port").orElseThrow());
    }
}
