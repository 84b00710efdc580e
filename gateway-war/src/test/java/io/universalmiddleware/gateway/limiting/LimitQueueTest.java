package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitQueueTest {
    private static final LimitSet NONE = LimitSet.of(List.of(), List.of(), List.of(), "shop", "all");

    private final List<Runnable> later = new ArrayList<>();
    private final List<Integer> sent = new ArrayList<>();
    private final LimitQueue queue = new LimitQueue(later::add, checks -> sent.add(checks.size()));

    @Test
    void whatCameInOneTurnIsSentTogether() {
        add(3, 65);
        assertThat(sent).containsExactly(64);

        later.forEach(Runnable::run);
        assertThat(sent).containsExactly(64, 1);
    }

    @Test
    void noMoreKeysAreSentTogetherThanTheScriptTakes() {
        add(900, 5);
        add(5_000, 1);
        add(900, 1);
        later.forEach(Runnable::run);

        assertThat(sent).containsExactly(2, 2, 1, 1, 1);
    }

    private void add(int keys, int checks) {
        for (int i = 0; i < checks; i++) {
            queue.add(new Check(NONE, new String[keys], 0, 0, answer -> {}));
        }
    }
}
