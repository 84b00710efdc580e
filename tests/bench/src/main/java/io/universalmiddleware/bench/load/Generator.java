package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.stack.Cpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A generator is a program that makes load until it ends by itself.
 *
 * @param output what it printed
 * @param cpuSeconds what it used of the processor, so that one sees that it was not what limited
 */
record Generator(String output, double cpuSeconds) {
    private static final long LOOK_MILLIS = 50;

    static Generator run(List<String> command, Map<String, String> environment, Path directory)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new BenchException(command.get(0) + " was broken off", e);
            }
        });
        double used = 0;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            used = Math.max(used, Cpu.used(process.pid()));
        }
        Runtime.getRuntime().removeShutdownHook(ending);
        String said = new String(output.join(), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new BenchException(
                    command.get(0) + " failed: " + said.lines().limit(3).collect(Collectors.joining("; ")));
        }
        return new Generator(said, used);
    }
}
