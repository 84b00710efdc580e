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

    private static final int SLOW_CONSUMER = 3008;

    /** 32 MB: more than the sockets of both hops take, hub to edge and edge to reader. Half of it is one client's burst. */
    private static final int MESSAGES = 520;

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
        String row = "progress/" + school.enrolled("ann", school.createdWith(2));
        try (RedisCopies redis = new RedisCopies(cluster.redisAddress())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> caller.get("/api/v1/views/" + row).status() == 200);
            redis.expire(tenant + "/" + row, 1);
            Awaitility.await()
                    .pollDelay(NEAR_COPY_GONE.toMillis(), TimeUnit.MILLISECONDS)
                    .until(() -> true);
            double before = loads();
            List<CompletableFuture<Answer>> answers = IntStream.range(0, READERS)
                    .mapToObj(i -> caller.sending("GET", "/api/v1/views/" + row, null))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                    .as("answers")
                    .allMatch(status -> status == 200);
            assertThat(loads() - before).as("loads from PostgreSQL").isEqualTo(1);
        }
    }

    @Test
    void aReaderThatDoesNotReadIsClosedAndHoldsNobodyUp() throws Exception {
        String channel = "hall:" + tenant;
        String token = cluster.token("ann", tenant);
        try (StalledReader stalled = StalledReader.on(cluster.first().edge(), token, channel);
                HubListener one = HubListener.on(cluster.first().edge(), token, channel);
                HubListener other = HubListener.on(cluster.first().edge(), token, channel)) {
            for (int i = 0; i < MESSAGES; i++) {
                (i % 2 == 0 ? one : other).publish(MESSAGE).get(20, TimeUnit.SECONDS);
            }
            assertThat(one.awaitPushes(MESSAGES)).hasSize(MESSAGES);
            assertThat(other.awaitPushes(MESSAGES)).hasSize(MESSAGES);
            assertThat(stalled.closeCodeWhenItReadsAgain()).isEqualTo(SLOW_CONSUMER);
            assertThat(stalled.heard()).as("publications that reached it").isLessThan(MESSAGES);
        }
    }

    private double loads() {
        return new Caller(cluster.first().stack().addresses().http(), null)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("um_cache_reads_total{") && line.contains("layer=\"database\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
