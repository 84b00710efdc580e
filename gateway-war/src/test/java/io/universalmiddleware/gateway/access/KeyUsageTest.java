package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyUsageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final KeyUsage usage = new KeyUsage(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void givesWhatWasUsedSinceItWasAskedLast() {
        usage.used("a");
        usage.used("a");
        usage.used("b");

        assertThat(usage.drain())
                .containsEntry("a", new KeyUsage.Use(2, NOW))
                .containsEntry("b", new KeyUsage.Use(1, NOW))
                .hasSize(2);
        assertThat(usage.drain()).isEmpty();
    }

    @Test
    void losesAndDoublesNothingWhileItIsTakenAway() {
        AtomicBoolean done = new AtomicBoolean();
        // on a thread of its own: from JDK 25 on the common pool has but one where there are two processors
        CompletableFuture<Long> taken = CompletableFuture.supplyAsync(
                () -> {
                    long sum = 0;
                    while (!done.get()) {
                        sum += count();
                    }
                    return sum + count();
                },
                task -> new Thread(task).start());

        CompletableFuture<?>[] users = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 50_000).forEach(use -> usage.used("a"))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(users).join();
        done.set(true);

        assertThat(taken.join()).isEqualTo(200_000);
    }

    private long count() {
        return usage.drain().values().stream().mapToLong(KeyUsage.Use::count).sum();
    }
}
