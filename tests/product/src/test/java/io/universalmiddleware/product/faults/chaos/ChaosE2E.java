package io.universalmiddleware.product.faults.chaos;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short version of {@code ./um chaos}: the same rounds, for some three minutes. {@code -Dseed=…} chooses other faults. */
@WithCluster
class ChaosE2E {
    private static final long SEED = 7;
    /** With the last round, which is not broken off, it is about three minutes. */
    private static final Duration LASTING = Duration.ofSeconds(130);

    @Test
    void everythingHoldsAfterEachRound(Cluster cluster) throws Exception {
        long seed = Long.getLong("seed", SEED);
        System.out.println("chaos: seed " + seed);
        Chaos chaos = new Chaos(cluster, seed, LASTING);
        chaos.rounds();
        System.out.println("chaos: seed " + seed + ": " + chaos.summary());
    }
}
