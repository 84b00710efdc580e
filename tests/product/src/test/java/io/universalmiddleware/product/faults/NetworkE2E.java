package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Dependency;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.faults.load.Sent;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds when a store is there and its network is not, or is slow. */
@WithCluster
class NetworkE2E {
    private static final Duration BY_ITSELF = Duration.ofSeconds(30);
    private static final Duration PROBED_WITHIN = Duration.ofSeconds(1);

    /** A socket to PostgreSQL waits 30 s for an answer. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(35);

    /** Below this, measured on a busy machine, two times are one. */
    private static final Duration UNNOTICED = Duration.ofMillis(100);

    private final Cluster cluster;
    private final long seed = Long.getLong("seed", System.nanoTime());

    NetworkE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void cutOffFromPostgresEveryCallEndsAndNoneLies() throws Exception {
        try (Round round = Round.on(cluster, "postgres-parted", seed)) {
            round.goesOn(1_000);
            cluster.postgres().part();
            Instant parted = Instant.now();
            Answer refused = round.caller()
                    .withPatience(ANSWERED_WITHIN)
                    .submit("gopro.CreateCourse", School.freshSlug(), School.course("one"));
            System.out.println(
                    "refused after " + Duration.between(parted, Instant.now()).toMillis() + " ms: " + refused.brief());
            assertThat(refused.status()).as(refused.toString()).isIn(503, 504);
            probeAnswers();
            assertThat(round.sentBetween(parted.plusMillis(200), Instant.now()).filter(Sent::acknowledged))
                    .as("commands acknowledged without PostgreSQL")
                    .isEmpty();
            healsByItself(round, cluster.postgres());
        }
    }

    @Test
    void cutOffFromKafkaCommandsAreAccepted() throws Exception {
        try (Round round = Round.on(cluster, "kafka-parted", seed)) {
            round.goesOn(1_000);
            cluster.kafka().part();
            round.goesOn(3_000);
            probeAnswers();
            healsByItself(round, cluster.kafka());
            assertThat(round.load().sent()).as("commands").allMatch(Sent::acknowledged);
        }
    }

    @Test
    void cutOffFromRedisCommandsAndReadsGoOn() throws Exception {
        try (Round round = Round.on(cluster, "redis-parted", seed)) {
            round.goesOn(1_000);
            cluster.redis().part();
            round.goesOn(3_000);
            probeAnswers();
            healsByItself(round, cluster.redis());
            assertThat(round.load().sent()).as("commands").allMatch(Sent::acknowledged);
            assertThat(round.errors()).as("share of failed requests").isLessThan(0.01);
        }
    }

    @Test
    void aSlowKafkaOrRedisSlowsNoCommandDown() throws Exception {
        try (Round round = Round.on(cluster, "slow-stores", seed)) {
            round.goesOnFor(1_000);
            List<Duration> usual = new ArrayList<>();
            List<Duration> slowed = new ArrayList<>();
            for (int turn = 0; turn < 3; turn++) {
                usual.addAll(commandTimes(round, 1_500));
                cluster.kafka().slow(Duration.ofMillis(100));
                cluster.redis().slow(Duration.ofMillis(100));
                slowed.addAll(commandTimes(round, 1_500));
                cluster.kafka().heal();
                cluster.redis().heal();
            }
            Duration before = p99(usual);
            Duration during = p99(slowed);
            System.out.println("p99 of commands " + before.toMillis() + " ms, with slow Kafka and Redis "
                    + during.toMillis() + " ms");
            assertThat(during).isLessThanOrEqualTo(before.multipliedBy(2).plus(UNNOTICED));
            round.holds();
        }
    }

    private void healsByItself(Round round, Dependency dependency) throws Exception {
        dependency.heal();
        System.out.println(dependency.name() + " is back, acknowledging after "
                + round.untilAcknowledging(BY_ITSELF).toMillis() + " ms");
        round.goesOn(1_000);
        round.holds();
    }

    private void probeAnswers() {
        for (int i = 0; i < 20; i++) {
            Instant asked = Instant.now();
            assertThat(new Caller(cluster.first().edge(), null)
                            .get("/health/live")
                            .status())
                    .isEqualTo(200);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(PROBED_WITHIN);
        }
    }

    private static List<Duration> commandTimes(Round round, long millis) {
        Instant from = Instant.now();
        round.goesOnFor(millis);
        return round.sentBetween(from, Instant.now()).map(Sent::took).toList();
    }

    private static Duration p99(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }
}
