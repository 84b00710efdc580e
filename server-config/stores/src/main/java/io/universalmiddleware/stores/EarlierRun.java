package io.universalmiddleware.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is left of an earlier run on a directory: servers that still end, and backends of a PostgreSQL that was killed.
 *
 * <p>They are known by working in the directory, and by nothing that they wrote: a process id in a lock file may be someone
 * else's by now.
 */
record EarlierRun(String name, Path directory) {
    private static final Set<String> SERVERS = Set.of("postgres", "redis-server", "java");
    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    /** Waits until it has gone. */
    void awaitEnd() {
        if (!Files.exists(directory)) {
            return;
        }
        long deadline = System.nanoTime() + LEAVES_WITHIN.toNanos();
        List<Long> processes = processes();
        while (!processes.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StoreException("An earlier %s (pid %d) still runs on %s: end it with kill %d"
                        .formatted(name, processes.get(0), directory, processes.get(0)));
            }
            pause();
            processes = processes();
        }
    }

    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::worksHere)
                .sorted()
                .toList();
    }

    private boolean worksHere(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory.toRealPath())
                    && SERVERS.contains(String.valueOf(
                            Files.readSymbolicLink(process.resolve("exe")).getFileName()));
        } catch (IOException goneOrAnotherUsers) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while an earlier server ends", e);
        }
    }
}
