package io.universalmiddleware.cache.consistency;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Awaits effects without holding a thread for each: one worker asks for all of them, at once when this node has committed
 * something and every {@value #POLL_MILLIS} ms otherwise.
 */
public final class AwaitingEffects implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitingEffects.class);
    private static final long POLL_MILLIS = 25;
    private static final long IDLE_MILLIS = 500;

    private final Function<Collection<Question>, Map<Question, Effect>> check;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;

    public AwaitingEffects(CheckingEffects checking, MeterRegistry meters) {
        this(checking::check, meters);
    }

    /** @param check {@link CheckingEffects#check} */
    AwaitingEffects(Function<Collection<Question>, Map<Question, Effect>> check, MeterRegistry meters) {
        this.check = check;
        Gauge.builder("um.cache.consistency.waiting", waiters, Queue::size)
                .description("Reads that wait for a command's effect")
                .register(meters);
    }

    /** Where the command's effect is, as soon as it is visible or the time is over. */
    public CompletableFuture<Effect> await(TenantId tenant, CommandId command, View view, Duration longest) {
        Waiter waiter = new Waiter(
                new Question(tenant, command, view), System.nanoTime() + longest.toNanos(), new CompletableFuture<>());
        waiters.add(waiter);
        wake();
        return waiter.answer();
    }

    /** Something was committed that may be an awaited effect. */
    public void wake() {
        if (!waiters.isEmpty()) {
            wake.release();
        }
    }

    /** Answers until stopped. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                boolean woken = wake.tryAcquire(waiters.isEmpty() ? IDLE_MILLIS : POLL_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
                if (woken || !waiters.isEmpty()) {
                    round();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped = true;
        wake.release();
    }

    private void round() {
        List<Waiter> asked = List.copyOf(waiters);
        if (asked.isEmpty()) {
            return;
        }
        Map<Question, Effect> answers;
        try {
            answers =
                    check.apply(asked.stream().map(Waiter::question).distinct().toList());
        } catch (RuntimeException away) {
            LOG.warn("{} reads wait for PostgreSQL to tell of their command: {}", asked.size(), away.toString());
            answers = Map.of();
        }
        long now = System.nanoTime();
        for (Waiter waiter : asked) {
            @Nullable Effect effect = answers.get(waiter.question());
            boolean over = now - waiter.until() >= 0;
            if (over || (effect != null && effect != Effect.PENDING)) {
                waiters.remove(waiter);
                waiter.answer().complete(effect == null ? Effect.PENDING : effect);
            }
        }
    }

    private record Waiter(Question question, long until, CompletableFuture<Effect> answer) {}
}
