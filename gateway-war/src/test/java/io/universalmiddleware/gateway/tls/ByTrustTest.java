package io.universalmiddleware.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByTrustTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> closed = new ArrayList<>();
    private final ByTrust<String> clients = new ByTrust<>(trust -> "of " + trust.authorities(), closed::add, now::get);

    @Test
    void whatWasAskedForLatelyIsKeptHoweverManyThereAre() {
        ask(0, 2 * ByTrust.MOST);

        assertThat(closed).isEmpty();
        assertThat(clients.of(new Trust("0"))).isSameAs(clients.of(new Trust("0")));
    }

    @Test
    void ofTooManyThoseThatNobodyAskedForAreClosedTheOldestFirst() {
        ask(0, ByTrust.MOST + 2);
        now.addAndGet(ByTrust.IN_USE.toNanos());
        clients.of(new Trust("0"));

        ask(1_000, 1_001);

        assertThat(closed).containsExactly("of 1", "of 2", "of 3");
    }

    @Test
    void thoseThatTrustTheSystemAreOneAndStay() {
        String system = clients.of(Trust.SYSTEM);
        ask(0, ByTrust.MOST);
        now.addAndGet(ByTrust.IN_USE.toNanos());
        ask(1_000, 1_000 + 2 * ByTrust.MOST);

        assertThat(closed).doesNotContain(system).hasSize(ByTrust.MOST);
        assertThat(clients.of(Trust.SYSTEM)).isSameAs(system);
    }

    private void ask(int from, int to) {
        for (int i = from; i < to; i++) {
            clients.of(new Trust(Integer.toString(i)));
        }
    }
}
