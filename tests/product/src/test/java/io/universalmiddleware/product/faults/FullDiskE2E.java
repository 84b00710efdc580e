package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.faults.load.Sent;
import io.universalmiddleware.product.http.Answer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when the disk of PostgreSQL's tables is full. */
@WithCluster
class FullDiskE2E {
    private static final Duration BY_ITSELF = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final long seed = Long.getLong("seed", System.nanoTime());

    FullDiskE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aFullDiskRefusesWritesAndLosesNothing() throws Exception {
        try (Round round = Round.on(cluster, "disk-full", seed)) {
            round.goesOn(1_000);
            cluster.disk().fill();
            Awaitility.await("a command is refused")
                    .atMost(BY_ITSELF)
                    .until(() -> round.load().sent().stream().anyMatch(s -> s.status() == 503));
            round.goesOnFor(2_000);
            long accepted =
                    round.load().sent().stream().filter(Sent::acknowledged).count();
            Answer live = round.caller().get("/health/live");
            assertThat(live.status()).isEqualTo(200);
            cluster.disk().empty();
            System.out.println("room again after " + accepted + " acknowledged commands, acknowledging after "
                    + round.untilAcknowledging(BY_ITSELF).toMillis() + " ms");
            round.goesOn(1_000);
            round.holds();
        }
    }
}
