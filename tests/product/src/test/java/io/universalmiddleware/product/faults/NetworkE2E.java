package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.edge.ServedTenant;
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
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when a store is there and its network is not, or is slow. */
@WithCluster
class NetworkE2E {
    private static final Duration BY_ITSELF = Duration.ofSeconds(120);
    private static final Duration PROBED_WITHIN = Duration.ofSeconds(20);

    /** A socket to PostgreSQL waits 30 s for an answer. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

    /** Below this, measured on a busy machine, two times are one. */
    private static final Duration UNNOTICED = Duration.ofMillis(100);

    private static final Duration EACH_WAY = Duration.ofMillis(100);

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
    void cutOffFromEveryStoreATenantsTrafficGoesOn() throws Exception {
        try (DemoOrigin origin = DemoOrigin.start("outside", 0)) {
            ServedTenant tenant = new ServedTenant(
                    cluster.freshTenant(),
                    cluster.caller(cluster.first(), "root", "operator"),
                    new Caller(cluster.first().edge(), null));
            tenant.origin("outside", "", origin.uri());
            tenant.route("all", "outside", "'match':{'prefix':'/'}");
            tenant.route(
                    "limited",
                    "outside",
                    "'match':{'prefix':'/limited'},'limit':{'requests':1000,'per':'1m'},'cache':{}");
            tenant.get("/").isStatus(200);
            cluster.dependencies().forEach(Dependency::part);
            try {
                for (int i = 0; i < 50; i++) {
                    tenant.get("/things/" + i).isStatus(200);
                }
                for (int i = 0; i < 10; i++) {
                    Answer limited =
                            tenant.get("/limited/cacheable?max-age=600&n=" + i).isStatus(200);
                    assertThat(limited.headers().firstValue("X-RateLimit-Limit"))
                            .isPresent();
                }
            } finally {
                cluster.heal();
            }
            Awaitility.await("everything is back")
                    .atMost(BY_ITSELF)
                    .until(() -> new Caller(cluster.first().edge(), null)
                                    .get("/health/ready")
                                    .status()
                            == 200);
        }
    }

    @Test
    void aSlowStoreSlowsOnlyItsOwnWorkDown() throws Exception {
        try (Round round = Round.on(cluster, "slow-stores", seed)) {
            round.goesOnFor(1_000);
            List<Span> usual = new ArrayList<>();
            List<Span> slowMessaging = new ArrayList<>();
            List<Span> slowDatabase = new ArrayList<>();
            for (int turn = 0; turn < 3; turn++) {
                usual.add(turn(round, List.of()));
                slowMessaging.add(turn(round, List.of(cluster.kafka(), cluster.redis())));
                slowDatabase.add(turn(round, List.of(cluster.postgres())));
            }
            staysAsUsual("commands with slow Kafka and Redis", commands(round, usual), commands(round, slowMessaging));
            staysAsUsual("cached reads with slow PostgreSQL", reads(round, usual), reads(round, slowDatabase));
            round.holds();
        }
    }

    private record Span(Instant from, Instant to) {
        boolean has(Instant time) {
            return time.isAfter(from) && time.isBefore(to);
        }
    }

    private static Span turn(Round round, List<Dependency> slow) {
        slow.forEach(dependency -> dependency.slow(EACH_WAY));
        Instant from = Instant.now();
        round.goesOnFor(1_500);
        Span span = new Span(from, Instant.now());
        slow.forEach(Dependency::heal);
        return span;
    }

    private static List<Duration> commands(Round round, List<Span> spans) {
        return round.load().sent().stream()
                .filter(s -> spans.stream().anyMatch(span -> span.has(s.at())))
                .map(Sent::took)
                .sorted()
                .toList();
    }

    /** Of rows that are there; what is not there is looked for in PostgreSQL. */
    private static List<Duration> reads(Round round, List<Span> spans) {
        return round.load().reads().stream()
                .filter(r -> r.status() == 200 && !r.withToken())
                .filter(r -> spans.stream().anyMatch(span -> span.has(r.at())))
                .map(Read::took)
                .sorted()
                .toList();
    }

    private static void staysAsUsual(String what, List<Duration> usual, List<Duration> slowed) {
        Duration before = median(usual);
        Duration during = median(slowed);
        System.out.println("median of " + what + ": " + during.toMillis() + " ms beside " + before.toMillis() + " ms");
        assertThat(during).as(what).isLessThanOrEqualTo(before.multipliedBy(2).plus(UNNOTICED));
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

    private static Duration median(List<Duration> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
