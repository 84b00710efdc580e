package io.universalmiddleware.command.waiting;

import io.universalmiddleware.contracts.id.CommandId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits for which command, and when it is time to look. Each waiter leaves by itself when it is told or gives up. */
final class Waiters {
    private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);
    private static final Duration EVERY = Duration.ofMillis(25);
    private static final Duration AFTER_FAULT = Duration.ofMillis(250);

    private final Map<CommandId, List<CompletableFuture<Boolean>>> waiting = new HashMap<>();
    private boolean lookPlanned;
    private long lastLook = System.nanoTime() - EVERY.toNanos();

    CompletableFuture<Boolean> add(CommandId command) {
        CompletableFuture<Boolean> waiter = new CompletableFuture<>();
        synchronized (this) {
            waiting.computeIfAbsent(command, c -> new CopyOnWriteArrayList<>()).add(waiter);
        }
        var unused = waiter.whenComplete((settled, failure) -> remove(command, waiter));
        return waiter;
    }

    /** In how many milliseconds to look; empty if a look is planned already or nobody waits. */
    synchronized OptionalLong lookDue() {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastLook);
        return plan(Math.max(0, EVERY.toMillis() - since));
    }

    /** The same after a look. */
    synchronized OptionalLong lookDue(Duration pause) {
        lookPlanned = false;
        return plan(pause.toMillis());
    }

    private OptionalLong plan(long millis) {
        if (lookPlanned || waiting.isEmpty()) {
            return OptionalLong.empty();
        }
        lookPlanned = true;
        return OptionalLong.of(millis);
    }

    /** Looks for all once; answers how long to pause then. */
    Duration look(Function<Collection<CommandId>, Set<CommandId>> settledAmong) {
        Set<CommandId> all;
        synchronized (this) {
            all = Set.copyOf(waiting.keySet());
            lastLook = System.nanoTime();
        }
        if (all.isEmpty()) {
            return EVERY;
        }
        try {
            settledAmong.apply(all).forEach(this::settle);
            return EVERY;
        } catch (RuntimeException away) {
            LOG.debug("Cannot look for settled commands", away);
            return AFTER_FAULT;
        }
    }

    void settle(CommandId command) {
        List<CompletableFuture<Boolean>> told;
        synchronized (this) {
            told = waiting.getOrDefault(command, List.of());
        }
        told.forEach(waiter -> waiter.complete(true));
    }

    void giveUp() {
        List<CompletableFuture<Boolean>> all;
        synchronized (this) {
            all = waiting.values().stream().flatMap(List::stream).toList();
        }
        all.forEach(waiter -> waiter.complete(false));
    }

    synchronized int size() {
        return waiting.size();
    }

    private synchronized void remove(CommandId command, CompletableFuture<Boolean> waiter) {
        waiting.computeIfPresent(command, (c, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }
}
