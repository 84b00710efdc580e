package io.universalmiddleware.bench.stack;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.launcher.stack.Addresses;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.stores.PostgresStore;
import io.universalmiddleware.stores.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A measured stack is a fresh platform with stores of its own, on free ports and in a directory that goes with it.
 *
 * <p>It runs as one that is to bear lasting load: with both compilers of the JVM, and otherwise as {@code ./um up} does.
 */
public final class MeasuredStack implements AutoCloseable {
    /** The tenant of {@link #token}. */
    public static final String TENANT = "bench";

    private static final Duration LONGEST_QUIETING = Duration.ofSeconds(45);
    private static final double QUIET_CORES = 0.25;

    private final Run run;
    private final Path home;
    private final boolean profiled;
    private final Stack stack;
    private Instant ready = Instant.MAX;

    private MeasuredStack(Run run, Path home, boolean profiled, Stack stack) {
        this.run = run;
        this.home = home;
        this.profiled = profiled;
        this.stack = stack;
    }

    /** A stack that is not started yet. */
    public static MeasuredStack of(Run run, String name, Map<String, ?> settings) throws IOException {
        Path home = run.results().resolve("work").resolve(name);
        Directory.delete(home);
        StackOptions options = StackOptions.in(home, run.jar())
                .onFreePorts()
                .with("um.launcher.java-options", run.javaOptions())
                .withJvmArgument("-Xlog:gc:file=" + home.resolve("gc.log"));
        if (run.profile()) {
            options = options.withJvmArgument("-XX:StartFlightRecording=settings=profile,filename="
                    + run.results().resolve(name + ".jfr"));
        }
        for (Map.Entry<String, ?> setting : settings.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        return new MeasuredStack(run, home, run.profile(), new Stack(options));
    }

    /** A stack that is not started yet, and runs exactly as {@code ./um up} runs it. */
    public static MeasuredStack asUpStarts(Run run, String name) throws IOException {
        Path home = run.results().resolve("work").resolve(name);
        Directory.delete(home);
        return new MeasuredStack(
                run, home, false, new Stack(StackOptions.in(home, run.jar()).onFreePorts()));
    }

    /** A stack that is ready, with the history that the run asks for. */
    public static MeasuredStack started(Run run, String name, Map<String, ?> settings) throws Exception {
        MeasuredStack measured = of(run, name, settings);
        measured.start();
        return measured;
    }

    public void start() throws Exception {
        long begin = System.nanoTime();
        try {
            stack.start(line -> {});
            if (run.history() > 0) {
                new History(postgres(), run).fill();
            }
        } catch (Exception e) {
            try {
                close();
            } catch (IOException unclean) {
                e.addSuppressed(unclean);
            }
            throw e;
        }
        ready = Instant.now();
        run.say("the platform is up (%.1f s)", (System.nanoTime() - begin) / 1e9);
    }

    /** Starts PostgreSQL with settings that stay, and stops it again. */
    public void configurePostgres(Map<String, String> settings) throws Exception {
        postgres().start();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            try (Sql sql = Sql.on(postgres())) {
                sql.execute("ALTER SYSTEM SET %s = '%s'".formatted(setting.getKey(), setting.getValue()));
            }
        }
        postgres().stop();
    }

    public Stack stack() {
        return stack;
    }

    public Addresses addresses() {
        return stack.addresses();
    }

    public PostgresStore postgres() {
        return stack.postgres().orElseThrow(() -> new BenchException("the stack has no PostgreSQL of its own"));
    }

    /** A bearer token of an administrator, valid for an hour. */
    public String token() {
        return stack.tokens().issue("admin", TENANT, List.of("admin", "user"), Duration.ofHours(1));
    }

    public String tenant() {
        return TENANT;
    }

    /** The processes of the stack by name. */
    public Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        for (ServerProcess part : stack.parts()) {
            processes.put(part.name(), part.pid());
        }
        return processes;
    }

    /** Returns when the stack has nothing left to do: when it uses less than a quarter of a core for a second. */
    public void awaitQuiet() throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LONGEST_QUIETING.toNanos()) {
            Cpu cpu = Cpu.of(processes());
            TimeUnit.SECONDS.sleep(1);
            if (processes().keySet().stream().mapToDouble(cpu::seconds).sum() < QUIET_CORES) {
                return;
            }
        }
        run.say("the stack was still at work after %d s", LONGEST_QUIETING.toSeconds());
    }

    /** The most heap that was in use until now, in MiB; empty before the first collection. */
    public OptionalDouble heapPeak() throws IOException {
        return GcLog.peakMebibytes(home.resolve("gc.log"));
    }

    /** The longest pause for a collection until now, in ms; empty before the first collection. */
    public OptionalDouble longestPause() throws IOException {
        return GcLog.longestPauseMillis(home.resolve("gc.log"));
    }

    /** Ends all processes, and deletes their data. */
    @Override
    public void close() throws IOException {
        List<Path> directories =
                stack.parts().stream().map(ServerProcess::directory).toList();
        stack.close();
        if (profiled) {
            Path recording = run.results().resolve(home.getFileName() + ".jfr");
            if (Files.exists(recording) && Files.size(recording) > 0) {
                Profile.of(recording, ready).lines().forEach(line -> run.say("%s", line));
            }
        }
        for (Path directory : directories) {
            Directory.delete(directory);
        }
        Directory.delete(home);
    }
}
