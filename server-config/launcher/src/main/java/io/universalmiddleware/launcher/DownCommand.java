package io.universalmiddleware.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops what {@code um up} started. Data stays. */
@Command(name = "down", description = "Stop everything; data stays.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 90;
    private static final long POLL_MILLIS = 100;

    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() throws Exception {
        stop(installation);
        return 0;
    }

    /** Stops what runs, and returns when it is gone. */
    static void stop(Installation installation) throws InterruptedException {
        Optional<RunningState> running = installation.running();
        if (running.isEmpty()) {
            System.out.println("Nothing runs.");
            return;
        }
        RunningState state = running.get();
        System.out.println("Stopping (pid " + state.pid() + ") ...");
        state.process().ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (state.alive() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (state.alive()) {
            state.process().ifPresent(ProcessHandle::destroyForcibly);
            System.out.println("It did not stop within " + PATIENCE_SECONDS + " s and was ended by force.");
        } else {
            System.out.println("Stopped.");
        }
    }
}
