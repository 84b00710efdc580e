package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside what is measured, and ends with this JVM at the latest. */
public final class Program implements AutoCloseable {
    private static final int ENDS_WITHIN_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param environment beside this JVM's own */
    public static Program start(
            String name, List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Program(name, builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end, which must be a good one. */
    public void awaitSuccess() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new BenchException(name + " failed: " + lastWords());
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** @throws BenchException if it has ended */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new BenchException(name + " has ended: " + lastWords());
        }
    }

    /** Sends it a signal, as {@code STOP}. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new BenchException("cannot send " + signal + " to " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1) + " (" + log + ")";
    }
}
