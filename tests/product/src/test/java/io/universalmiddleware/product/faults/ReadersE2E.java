package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.faults.check.RedisCopies;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.faults.load.StalledReader;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when readers come all at once, or do not read. */
@WithCluster
class ReadersE2E {
    private static final int READERS = 500;

    /** Longer than a near cache answers. */
    private static final Duration NEAR_COPY_GONE = Duration.ofMillis(2_500);

    private static final String LOADS = "um_cache_reads_total{layer=\"database\"";
    private static final String CLOSED_AS_SLOW = "um_hub_closes_total{reason=\"slow\"";

    /** 32 MB: more than the sockets of both hops take, hub to edge and edge to reader. Half of it is one client's burst. */
    private static final int MESSAGES = 520;

    /** So many may wait for one who reads, which are fewer than the hub lets wait. */
    private static final int KEEPING_UP = 8;

    private static final String MESSAGE = "{\"filler\":\"" + "x".repeat(62_000) + "\"}";

    private final Cluster cluster;
    private final String tenant;
    private final Caller caller;

    ReadersE2E(Cluster cluster) {
        this.cluster = cluster;
        this.tenant = cluster.freshTenant();
        this.caller = cluster.caller(cluster.first(), "ann", tenant);
    }

    @Test
    void anExpiredRowIsLoadedOnceFor500Readers() throws Exception {
        School school = new School(caller);
        String row = "progress/" + school.enrolledAndPushed("ann", school.createdWith(2));
        try (RedisCopies redis = new RedisCopies(cluster.redisAddress())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> caller.get("/api/v1/views/" + row).status() == 200);
            redis.expire(tenant + "/" + row, 1);
            Awaitility.await()
                    .pollDelay(NEAR_COPY_GONE.toMillis(), TimeUnit.MILLISECONDS)
                    .until(() -> true);
            double before = metric(LOADS);
            List<CompletableFuture<Answer>> answers = IntStream.range(0, READERS)
                    .mapToObj(i -> caller.sending("GET", "/api/v1/views/" + row, null))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                    .as("answers")
                    .allMatch(status -> status == 200);
            assertThat(metric(LOADS) - before).as("loads from PostgreSQL").isEqualTo(1);
        }
    }

    @Test
    void aReaderThatDoesNotReadIsClosedAndHoldsNobodyUp() throws Exception {
        String channel = "hall:" + tenant;
        String token = cluster.token("ann", tenant);
        double before = metric(CLOSED_AS_SLOW);
        try (StalledReader stalled = StalledReader.on(cluster.first().edge(), token, channel);
                HubListener one = HubListener.on(cluster.first().edge(), token, channel);
                HubListener other = HubListener.on(cluster.first().edge(), token, channel)) {
            for (int i = 0; i < MESSAGES; i++) {
                (i % 2 == 0 ? one : other).publish(MESSAGE).get(60, TimeUnit.SECONDS);
                if (i % KEEPING_UP == 0) {
                    one.awaitPushes(i);
                    other.awaitPushes(i);
                    stalled.isThere();
                }
            }
            assertThat(one.awaitPushes(MESSAGES)).hasSize(MESSAGES);
            assertThat(other.awaitPushes(MESSAGES)).hasSize(MESSAGES);
            Awaitility.await("the hub has closed the one that does not read")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(metric(CLOSED_AS_SLOW) - before).isEqualTo(1));
        }
    }

    /** The sum of all samples whose name and labels begin so. */
    private double metric(String beginning) {
        return new Caller(cluster.first().stack().addresses().http(), null)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
