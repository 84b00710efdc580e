package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.analytics.TrafficFixture.Node;
import io.universalmiddleware.gateway.analytics.TrafficFixture.Way;
import io.universalmiddleware.gateway.caching.TestClock;
import io.universalmiddleware.gateway.traffic.RouteLog;
import io.universalmiddleware.gateway.traffic.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts of more routes than one batch has room for, in PostgreSQL. */
@WithBackends
class ManyRoutesIT {
    private static final int ROUTES = 2_500;
    private static final int PORTIONS = 3;
    private static final RouteLog UNLOGGED = new RouteLog(RouteLog.Keep.NONE, 0);

    private final PostgresBackend postgres;
    private TrafficFixture fixture;

    ManyRoutesIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        fixture = new TrafficFixture(
                postgres,
                new TestClock(Instant.now().truncatedTo(ChronoUnit.HOURS).plusSeconds(1_800)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void rowsAreWrittenInPortionsAndEachHasItsOwnCountsAndBins() {
        Node node = fixture.node();
        see(node);
        node.flush();
        assertThat(node.batches).isEqualTo(PORTIONS);
        see(node);
        node.flush();

        assertThat(rows("traffic_minute")).isEqualTo(rows("traffic_hour")).hasSize(ROUTES);
        assertThat(rows("traffic_minute").get(7)).isEqualTo("route-00007: 4 requests, 4 in 2 bins");
        assertThat(rows("traffic_minute").get(2_499)).isEqualTo("route-02499: 4 requests, 4 in 2 bins");
    }

    @Test
    void noPortionIsLostOrDoubledWhenPostgresGoesAwayAmongThem() {
        Node node = fixture.node();
        node.mostBatches = 1;
        see(node);
        node.flush();
        assertThat(node.batches).isEqualTo(1);
        see(node);
        node.flush();

        node.mostBatches = Integer.MAX_VALUE;
        node.way = Way.OPEN;
        node.flush();
        node.flush();

        assertThat(node.batches).isEqualTo(2 * PORTIONS);
        assertThat(rows("traffic_minute")).hasSize(ROUTES).allMatch(row -> row.endsWith(": 4 requests, 4 in 2 bins"));
        assertThat(rows("traffic_hour")).isEqualTo(rows("traffic_minute"));
        assertThat(node.counted("um.analytics.lost")).isZero();
    }

    @Test
    void aFlushWritesOnePortionOfThoseThatHaveWaitedLongest() {
        Node node = fixture.node();
        see(node);
        node.handOver();
        node.flushing.flush(false);
        assertThat(rows("traffic_minute")).hasSize(1_000).last().isEqualTo("route-00999: 2 requests, 2 in 2 bins");

        see(node);
        node.handOver();
        node.flushing.flush(false);
        node.flushing.flush(false);
        node.flushing.flush(false);
        assertThat(node.batches).isEqualTo(4);
        assertThat(rows("traffic_minute")).hasSize(ROUTES).allMatch(row -> row.endsWith(": 4 requests, 4 in 2 bins"));
        assertThat(rows("traffic_hour")).isEqualTo(rows("traffic_minute"));
    }

    @Test
    void whatIsRecordedIsTakenOverHoweverLongTheStoreTakes() throws Exception {
        Node node = fixture.node();
        TestRequest request = TestRequest.of("shop", "all", 200).logged(UNLOGGED);
        node.gate = new CountDownLatch(1);
        node.sees(1, request).handOver();
        CompletableFuture<Void> flushing = CompletableFuture.runAsync(() -> node.flushing.flush(false));
        node.atGate.await();
        CompletableFuture<Void> taking = CompletableFuture.runAsync(node.flushing::taking);
        node.sees(3, request).handOver();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> node.counted("um.analytics.requests") == 4);
        node.gate.countDown();
        flushing.join();
        node.flushing.stop();
        taking.join();
        node.flush();
        assertThat(rows("traffic_minute")).containsExactly("all: 4 requests, 4 in 1 bins");
    }

    /** Each route is asked twice, once slowly. */
    private static void see(Node node) {
        for (int route = 0; route < ROUTES; route++) {
            String name = "route-%05d".formatted(route);
            TestRequest request = TestRequest.of("shop", name, 200).logged(UNLOGGED);
            node.sees(1, request.taking(1)).sees(1, request.taking(100 + route));
        }
    }

    private List<String> rows(String table) {
        return fixture.database.inTransaction(s -> s.query(
                """
                SELECT route, requests, (SELECT sum(e & 17592186044415) FROM unnest(bins) AS e) AS counted, cardinality(bins) AS filled
                FROM %s ORDER BY route
                """.formatted(table),
                statement -> {},
                row -> "%s: %d requests, %d in %d bins"
                        .formatted(
                                row.getString("route"),
                                row.getLong("requests"),
                                row.getLong("counted"),
                                row.getInt("filled"))));
    }
}
