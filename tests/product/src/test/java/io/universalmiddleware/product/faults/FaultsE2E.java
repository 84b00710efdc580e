package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.check.RedisCopies;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Dependency;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.faults.load.Read;
import io.universalmiddleware.product.faults.load.Sent;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when processes are killed under load. Each test prints its seed; {@code -Dseed=…} repeats them. */
@WithCluster
class FaultsE2E {
    /** Leaves room for a machine that is busy with a build; what it took is printed. */
    private static final Duration SERVING_AGAIN = Duration.ofMinutes(3);

    private static final Duration BY_ITSELF = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final long seed = Long.getLong("seed", System.nanoTime());

    FaultsE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aServerKilledMidLoadLosesNothingAndDoublesNothing() throws Exception {
        try (Round round = Round.on(cluster, "server-killed", seed)) {
            for (int kill = 0; kill < 2; kill++) {
                round.goesOn(1_500);
                cluster.first().process().kill();
                Instant down = Instant.now();
                cluster.first().process().start();
                Duration took = Duration.between(down, Instant.now());
                say("server serving again after", took);
                assertThat(took).isLessThan(SERVING_AGAIN);
            }
            round.goesOn(1_000);
            round.holds();
        }
    }

    @Test
    void withPostgresKilledNothingIsAcknowledgedAndAllComesBackByItself() throws Exception {
        Dependency postgres = cluster.postgres();
        try (Round round = Round.on(cluster, "postgres-killed", seed)) {
            round.goesOn(1_500);
            postgres.kill();
            Instant down = Instant.now();
            round.goesOnFor(3_000);
            Answer refused = round.caller().submit("gopro.CreateCourse", School.freshSlug(), School.course("one"));
            refused.isProblem(503, "unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            Caller anyone = new Caller(cluster.first().edge(), null);
            Awaitility.await("not ready")
                    .until(() -> anyone.get("/health/ready").status() == 503);
            assertThat(anyone.get("/health/live").status()).isEqualTo(200);
            assertThat(round.sentBetween(down, Instant.now()).filter(Sent::acknowledged))
                    .as("commands acknowledged while PostgreSQL was dead")
                    .isEmpty();

            postgres.start();
            say("serving again after", round.untilAcknowledging(BY_ITSELF));
            round.goesOn(1_000);
            round.holds();
        }
    }

    @Test
    void withKafkaKilledCommandsAreAcceptedAndDrainedInTwiceTheOutage() throws Exception {
        Dependency kafka = cluster.kafka();
        try (Round round = Round.on(cluster, "kafka-killed", seed)) {
            round.goesOn(1_500);
            Instant down = Instant.now();
            kafka.kill();
            round.goesOnFor(30_000);
            assertThat(round.sentBetween(down, Instant.now()))
                    .as("commands sent while Kafka was dead")
                    .hasSizeGreaterThan(50)
                    .allMatch(Sent::acknowledged);
            kafka.start();
            Instant up = Instant.now();
            Duration outage = Duration.between(down, up);
            round.load().end();
            round.checker().everythingSettles();
            Duration took = Duration.between(up, Instant.now());
            say("drained after an outage of " + outage.toMillis() + " ms in", took);
            assertThat(took).isLessThan(outage.multipliedBy(2));
            round.holds();
        }
    }

    @Test
    void withRedisKilledReadsComeFromPostgres() throws Exception {
        Dependency redis = cluster.redis();
        try (Round round = Round.on(cluster, "redis-killed", seed)) {
            round.goesOn(1_500);
            redis.kill();
            round.goesOnFor(4_000);
            redis.start();
            round.goesOnFor(2_000);
            round.load().end();
            assertThat(round.load().sent()).as("commands").allMatch(Sent::acknowledged);
            assertThat(round.errors()).as("share of failed requests").isLessThan(0.01);
            round.holds();
        }
    }

    @Test
    void whatRedisForgotIsRebuiltAndListenersAreToldOfTheGap() throws Exception {
        try (Round round = Round.on(cluster, "redis-flushed", seed);
                RedisCopies redis = new RedisCopies(cluster.redisAddress())) {
            round.goesOn(1_500);
            redis.flushAll();
            round.goesOnFor(3_000);
            round.load().end();
            assertThat(round.load().sent()).as("commands").allMatch(Sent::acknowledged);
            assertThat(round.load().reads().stream().filter(Read::failed))
                    .as("failed reads")
                    .isEmpty();
            round.holds();
            assertThat(round.load().listeners())
                    .as("told of the gap")
                    .anyMatch(listener -> listener.heard().told() > 0);
        }
    }

    private static void say(String what, Duration took) {
        System.out.println(what + " " + took.toMillis() + " ms");
    }
}
