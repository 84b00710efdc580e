package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when one of two nodes stands still under load, and wakes up again. */
@WithCluster
class NodesE2E {
    /** A lease of the relay is 5 s, a session of a consumer 10 s. */
    private static final Duration PASSED_ON = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final long seed = Long.getLong("seed", System.nanoTime());

    NodesE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void whatAHaltedNodeHeldPassesOnAndItsWakingDoesNoHarm() throws Exception {
        cluster.second();
        try (Round round = Round.on(cluster, "node-halted", seed)) {
            round.goesOn(3_000);
            cluster.first().process().pause();
            Instant halted = Instant.now();
            Awaitility.await("the other node's commands of before and after are done")
                    .atMost(PASSED_ON)
                    .untilAsserted(() -> assertThat(cluster.records()
                                    .texts(
                                            "select id || ' ' || status from command where tenant = ? and accepted_at < ?"
                                                    + " and status in ('accepted', 'processing') limit 5",
                                            round.tenant(),
                                            java.sql.Timestamp.from(halted.plusSeconds(5))))
                            .isEmpty());
            Awaitility.await("views follow")
                    .atMost(PASSED_ON)
                    .until(() -> round.load().listeners().stream()
                            .anyMatch(listener -> listener.heard().last().isAfter(halted.plusSeconds(5))));
            System.out.println("all passed on after "
                    + Duration.between(halted, Instant.now()).toMillis() + " ms");
            Awaitility.await("one relay holds all leases")
                    .atMost(PASSED_ON)
                    .untilAsserted(() -> assertThat(cluster.records()
                                    .texts("select distinct owner from outbox_lease where leased_until > now()"))
                            .hasSize(1));
            cluster.first().process().resume();
            round.goesOnFor(3_000);
            round.holds();
        }
    }
}
