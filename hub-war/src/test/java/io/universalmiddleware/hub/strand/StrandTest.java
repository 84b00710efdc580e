package io.universalmiddleware.hub.strand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrandTest {
    private final Strand strand = new Strand();

    @Test
    void tasksOfManyThreadsNeverOverlap() {
        int[] count = {0};

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(t -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 10_000; i++) {
                                strand.run(() -> count[0]++);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        int[] seen = {0};
        strand.run(() -> seen[0] = count[0]);
        assertThat(seen[0]).isEqualTo(80_000);
    }

    @Test
    void aTaskGivenByATaskComesAfterIt() {
        List<String> order = new ArrayList<>();

        strand.run(() -> {
            strand.run(() -> order.add("inner"));
            order.add("outer");
        });

        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void aTaskThatFailsHoldsUpNothing() {
        List<String> order = new ArrayList<>();
        strand.run(() -> {
            throw new IllegalStateException("expected by this test");
        });
        strand.run(() -> {
            throw new AssertionError("expected by this test, too");
        });
        strand.run(() -> order.add("next"));

        assertThat(order).containsExactly("next");
    }
}
