package io.universalmiddleware.product.faults.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import org.junit.jupiter.api.Test;

/** The short version of {@code ./um chaos}: the same rounds, four of them. {@code -Dseed=…} chooses other faults. */
@WithCluster
class ChaosE2E {
    private static final int ROUNDS = 4;

    /** Strikes with every kind of fault in so many rounds; what can last for long, as a halt of a node, lasts for some 15 s. */
    private static final long SEED = 2_440_209;

    @Test
    void everythingHoldsAfterEachRound(Cluster cluster) throws Exception {
        long seed = Long.getLong("seed", SEED);
        System.out.println("chaos: seed " + seed);
        Chaos chaos = new Chaos(cluster, seed);
        chaos.rounds(ROUNDS);
        System.out.println("chaos: seed " + seed + ": " + chaos.summary());
        if (seed == SEED) {
            assertThat(chaos.struck()).containsExactlyInAnyOrder(Fault.values());
        }
    }
}
