package io.universalmiddleware.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops what {@code um up} started. Data stays. */
@Command(name = "down", description = "Stop everything; data stays.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 90;

    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() throws Exception {
        stop(installation);
        return 0;
    }

    /** Stops what runs, and returns when it is gone. */
    static void stop(Installation installation) throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> process = installation.running().flatMap(RunningState::process);
        if (process.isEmpty()) {
            System.out.println("Nothing runs.");
            return;
        }
        System.out.println("Stopping (pid " + process.get().pid() + ") …");
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.println("Stopped.");
        } catch (TimeoutException e) {
            process.get().destroyForcibly();
            System.out.println("It did not stop within " + PATIENCE_SECONDS + " s and was ended by force.");
        }
    }
}
