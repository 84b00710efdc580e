package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.load.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Completes lessons at a steady rate, whatever the platform does: a command that is sent late because an earlier one was slow
 * counts from when it was due.
 */
final class Lessons {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final School school;
    private final Listener listener;
    private int sent;

    Lessons(School school, Listener listener) {
        this.school = school;
        this.listener = listener;
    }

    /** Sends for so long, and returns when all pushes are here. */
    Latencies run(int perSecond, Duration length) throws InterruptedException {
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begin = System.nanoTime();
        List<Due> all = new ArrayList<>();
        for (long due = 0; due < length.toNanos(); due += gap) {
            while (System.nanoTime() - begin < due) {
                LockSupport.parkNanos(begin + due - System.nanoTime());
            }
            int learner = sent % school.learners();
            int lesson = sent / school.learners() + 1;
            sent++;
            all.add(new Due(begin + due, school.complete(learner, lesson)));
        }
        Latencies latencies = new Latencies();
        try {
            for (Due due : all) {
                String command = due.command.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                latencies.add(listener.arrival(command).get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - due.at);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new BenchException(
                    "of %d commands, %d had their push when one failed: %s".formatted(all.size(), latencies.count(), e),
                    e);
        }
        return latencies;
    }

    /** A command, and when it was to be sent. */
    private record Due(long at, CompletableFuture<String> command) {}
}
