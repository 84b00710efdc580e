package io.universalmiddleware.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's claim on its data directory: {@code postmaster.pid}, and every process that works in the directory.
 *
 * <p>After a {@code kill -9} the file stays, and may name a process id that is someone else's by now; the killed server's
 * backends live on for a moment. Only processes that work in the directory count, so a stale file never blocks a start.
 */
record PostmasterLock(Path data) {
    private static final Duration ORPHANS_LEAVE_WITHIN = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    /** Waits for leftover processes to go, then removes a stale file. */
    void clear() throws IOException {
        long deadline = System.nanoTime() + ORPHANS_LEAVE_WITHIN.toNanos();
        List<Long> holders = holders();
        while (!holders.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StoreException("Another PostgreSQL (pid %d) runs on %s: end it with kill -INT %d"
                        .formatted(holders.get(0), data, holders.get(0)));
            }
            pause();
            holders = holders();
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private List<Long> holders() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::worksHere)
                .sorted()
                .toList();
    }

    private boolean worksHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(data);
        } catch (IOException goneOrAnotherUsers) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while an earlier PostgreSQL ends", e);
        }
    }
}
