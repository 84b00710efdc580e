package io.universalmiddleware.gateway.identity.boot;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Work that comes upon rows which transactions of others hold. */
final class Contending {
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private Contending() {}

    /** Begins work, and returns once it waits for others, or is done. */
    static <T> CompletableFuture<T> begin(IdentityFixture identity, Supplier<T> work) {
        long before = identity.<Long>one(WAITING);
        CompletableFuture<T> begun =
                CompletableFuture.supplyAsync(work, task -> new Thread(task, "contending").start());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> begun.isDone() || identity.<Long>one(WAITING) > before);
        return begun;
    }
}
