package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.analytics.TrafficFixture.Node;
import io.universalmiddleware.gateway.analytics.TrafficFixture.Way;
import io.universalmiddleware.gateway.caching.TestClock;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import io.universalmiddleware.gateway.traffic.Histogram;
import io.universalmiddleware.gateway.traffic.TestRequest;
import io.universalmiddleware.persistence.analytics.LogQuery;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import io.universalmiddleware.persistence.analytics.TopPlace;
import io.universalmiddleware.persistence.analytics.TrafficPartitions.Table;
import io.universalmiddleware.persistence.analytics.TrafficPoint;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes record, in PostgreSQL. */
@WithBackends
class TrafficIT {
    private static final Administrator OPERATOR = new Administrator("operator", "olga", true);
    private static final Administrator SHOPKEEPER = new Administrator("shop", "sam", false);

    /** Real days, so that what the database thinks has expired has not: the middle of an hour of today. */
    private final TestClock clock =
            new TestClock(Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(30)));

    private final PostgresBackend postgres;
    private TrafficFixture fixture;

    TrafficIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        fixture = new TrafficFixture(postgres, clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nodesAddUpAndTellErrorsAndQuantiles() {
        fixture.node().sees(90, TestRequest.of("shop", "all", 200).taking(10)).flush();
        Node other = fixture.node();
        other.sees(8, TestRequest.of("shop", "all", 502).taking(100)).flush();
        other.sees(2, TestRequest.of("shop", "all", 404).taking(1_000)).flush();

        TrafficTold.Summary told = summary(OPERATOR, "tenant=shop", "groupBy=route");

        assertThat(told.items()).singleElement().satisfies(item -> {
            assertThat(item.group()).isEqualTo(new TrafficTold.Group(null, "all", null, null));
            TrafficTold.Figures figures = item.figures();
            assertThat(figures.requests()).isEqualTo(100);
            assertThat(figures.serverErrors()).isEqualTo(8);
            assertThat(figures.clientErrors()).isEqualTo(2);
            assertThat(figures.errorRate()).isEqualTo(0.08);
            assertThat(figures.bytesReceived()).isEqualTo(300);
            assertThat(figures.bytesSent()).isEqualTo(700);
            assertThat(figures.mean()).isCloseTo(37, within(0.01));
            assertThat(figures.p50()).isCloseTo(10, within(10 * Histogram.ERROR));
            assertThat(figures.p95()).isCloseTo(100, within(100 * Histogram.ERROR));
            assertThat(figures.p99()).isCloseTo(1_000, within(1_000 * Histogram.ERROR));
        });
        assertThat(summary(OPERATOR, "groupBy=status").items())
                .extracting(
                        item -> item.group().status(), item -> item.figures().requests())
                .containsExactly(tuple(200, 90L), tuple(502, 8L), tuple(404, 2L));
    }

    @Test
    void aBatchWhoseAnswerWasLostCountsOnce() {
        Node node = fixture.node();
        node.way = Way.ANSWER_LOST;
        node.sees(7, TestRequest.of("shop", "all", 200)).flush();
        node.flush();
        node.way = Way.OPEN;
        node.sees(5, TestRequest.of("shop", "all", 200)).flush();
        node.flush();

        assertThat(total()).isEqualTo(12);
        assertThat(log(OPERATOR)).hasSize(12);
        assertThat(node.counted("um.analytics.log.entries", "outcome", "stored"))
                .isEqualTo(12);
    }

    @Test
    void whilePostgresIsAwayCountsAreKeptAndEntriesBeyondTheirRoomAreDropped() {
        Node node = fixture.node();
        node.way = Way.AWAY;
        node.sees(3, TestRequest.of("shop", "all", 200)).flush();
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(20));
            node.sees(6_000, TestRequest.of("shop", "all", 503)).flush();
        }
        assertThat(total()).isZero();

        node.way = Way.OPEN;
        node.flush();
        node.flush();

        assertThat(total()).isEqualTo(30_003);
        double stored = node.counted("um.analytics.log.entries", "outcome", "stored");
        double shed = node.counted("um.analytics.log.entries", "outcome", "shed");
        double dropped = node.counted("um.analytics.log.entries", "outcome", "dropped");
        assertThat(stored).isEqualTo(10_003);
        assertThat(dropped).isPositive();
        assertThat(stored + shed + dropped).isEqualTo(node.counted("um.analytics.requests"));
        assertThat(node.counted("um.analytics.lost")).isZero();
    }

    @Test
    void nodesThatFlushTheSameAtOnceLoseNothing() {
        List<CompletableFuture<Void>> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            nodes.add(CompletableFuture.runAsync(() -> {
                Node node = fixture.node();
                for (int flush = 0; flush < 10; flush++) {
                    for (int route = 0; route < 20; route++) {
                        node.sees(3, TestRequest.of("shop", "route-" + route, 200));
                    }
                    node.flush();
                }
                node.flush();
                node.flush();
            }));
        }
        nodes.forEach(CompletableFuture::join);

        assertThat(total()).isEqualTo(4 * 10 * 20 * 3);
        List<TrafficPoint> byHour = fixture.ask(s -> s.points(hours()));
        assertThat(byHour).extracting(TrafficPoint::requests).containsExactly(2_400L);
    }

    @Test
    void tenantsNeverCross() {
        Node node = fixture.node();
        node.sees(3, TestRequest.of("shop", "all", 200).by("ann"))
                .sees(4, TestRequest.of("bank", "all", 200).by("bob").from("203.0.113.9"))
                .flush();

        assertThat(summary(SHOPKEEPER, "groupBy=tenant").items())
                .extracting(item -> item.group().tenant())
                .containsExactly("shop");
        assertThat(log(SHOPKEEPER))
                .hasSize(3)
                .allMatch(request -> request.tenant().equals("shop"));
        assertThat(log(SHOPKEEPER, "requestId=request-1", "caller=bob")).isEmpty();
        assertThat(log(SHOPKEEPER, "traceId=0af7651916cd43dd8448eb211c80319c"))
                .hasSize(3)
                .allMatch(request -> request.tenant().equals("shop"));
        assertThat(top("shop", "user")).extracting(TopPlace::asker).containsExactly("ann");
        assertThat(top("shop", "address")).extracting(TopPlace::asker).containsExactly("192.0.2.1");
        assertThat(top(null, "user")).extracting(TopPlace::asker).containsExactly("bob", "ann");
        Assertions.assertThatThrownBy(() -> log(SHOPKEEPER, "tenant=bank")).isInstanceOf(ProblemException.class);
    }

    @Test
    void theLogIsFilteredAndPaged() {
        Node node = fixture.node();
        for (int i = 0; i < 25; i++) {
            clock.advance(Duration.ofMillis(i % 2));
            node.sees(
                    1,
                    TestRequest.of("shop", "all", i % 5 == 0 ? 500 : 200)
                            .at("/items/" + i)
                            .taking(i));
        }
        node.flush();

        List<LoggedRequest> all = log(OPERATOR);
        assertThat(log(OPERATOR, "status=5xx")).hasSize(5);
        assertThat(log(OPERATOR, "status=404")).isEmpty();
        assertThat(log(OPERATOR, "path=/items/1")).hasSize(11);
        assertThat(log(OPERATOR, "path=/items/%")).isEmpty();
        assertThat(log(OPERATOR, "minDuration=20ms")).hasSize(5);
        assertThat(log(OPERATOR, "method=get", "route=all", "client=192.0.2.1")).hasSize(25);
        assertThat(log(OPERATOR, "method=PUT")).isEmpty();
        List<LoggedRequest> paged = new ArrayList<>();
        List<LoggedRequest> page = log(OPERATOR, "limit=10");
        while (!page.isEmpty()) {
            paged.addAll(page);
            LoggedRequest last = page.get(page.size() - 1);
            page = log(OPERATOR, "limit=10", "cursor=" + LogQuestion.cursor(new LogQuery.Place(last.at(), last.seq())));
        }
        assertThat(paged).isEqualTo(all).hasSize(25);
    }

    @Test
    void whatStrangersSendIsWrittenAsOneLine() {
        fixture.node()
                .sees(
                        1,
                        TestRequest.of("shop", "all", 200)
                                .at("/a\0\r\nGET /b\u001B[2J\u202E\uD800" + "x".repeat(5_000))
                                .by("eve\0\n" + "e".repeat(300)))
                .flush();

        assertThat(log(OPERATOR)).singleElement().satisfies(request -> {
            assertThat(request.path())
                    .hasSize(1_024)
                    .startsWith("/a\uFFFD\uFFFD\uFFFDGET /b")
                    .endsWith("…");
            assertThat(request.user()).hasSize(200);
            assertThat(request.path().chars()).noneMatch(Character::isISOControl);
            assertThat(request.cache()).isEqualTo("hit; ttl=1");
        });
        assertThat(top("shop", "user")).hasSize(1);
    }

    @Test
    void aFloodOfStrangersFillsNoTable() {
        Node node = fixture.node();
        for (int i = 0; i < 20_000; i++) {
            node.sees(
                    1,
                    TestRequest.of("shop", "", 404)
                            .at("/" + UUID.randomUUID())
                            .from(i % 4 == 0 ? "198.51.100.7" : "10." + i % 256 + "." + i / 256 + ".1"));
        }
        node.flush();

        assertThat(count("traffic_minute")).isEqualTo(1);
        assertThat(count("traffic_top")).isEqualTo(50);
        assertThat(top("shop", "address").get(0).asker()).isEqualTo("198.51.100.7");
        assertThat(total()).isEqualTo(20_000);
    }

    @Test
    void aLogIsKeptForAsLongAsItsTenantSays() {
        Node node = fixture.node();
        node.retentions.of(List.of(
                new TenantDefinition(UUID.randomUUID(), "bank", "Bank", List.of(), Optional.of(Duration.ofDays(30)))));
        node.sees(1, TestRequest.of("shop", "all", 200))
                .sees(1, TestRequest.of("bank", "all", 200))
                .flush();
        assertThat(log(OPERATOR)).hasSize(2);

        node.flushing.drop(clock.instant().plus(Duration.ofDays(9)));
        assertThat(log(OPERATOR)).extracting(LoggedRequest::tenant).containsExactly("bank");
        assertThat(count("traffic_minute")).isZero();
        node.flushing.drop(clock.instant().plus(Duration.ofDays(32)));
        assertThat(log(OPERATOR)).isEmpty();
        assertThat(count("traffic_hour")).isEqualTo(2);
        node.flushing.drop(clock.instant().plus(Duration.ofDays(440)));
        assertThat(count("traffic_hour")).isZero();

        node.sees(1, TestRequest.of("shop", "all", 200)).flush();
        node.flush();
        node.flush();
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void aSeriesHasItsPointsInTheirPlaces() {
        Node node = fixture.node();
        Instant first = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        node.sees(2, TestRequest.of("shop", "a", 200)).flush();
        clock.advance(Duration.ofMinutes(3));
        node.sees(1, TestRequest.of("shop", "a", 500))
                .sees(9, TestRequest.of("shop", "b", 200))
                .flush();
        TrafficQuery query = TrafficQuestion.series(
                OPERATOR,
                of("groupBy=route", "step=1m", "from=" + first, "to=" + first.plusSeconds(600)),
                clock.instant(),
                Duration.ofDays(7));

        TrafficTold.Series told = TrafficTold.Series.of(query, fixture.ask(s -> s.points(query)), clock.instant());

        assertThat(told.items()).extracting(line -> line.group().route()).containsExactly("b", "a");
        assertThat(told.items().get(1).points())
                .extracting(
                        TrafficTold.Point::at,
                        point -> point.figures().requests(),
                        point -> point.figures().errorRate())
                .containsExactly(tuple(first, 2L, 0.0), tuple(first.plusSeconds(180), 1L, 1.0));
    }

    @Test
    void partitionsAreAddedOnceByManyAtOnce() {
        List<CompletableFuture<Void>> adding = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Node node = fixture.node();
            adding.add(CompletableFuture.runAsync(() -> {
                try {
                    node.addPartition(Table.LOG, Table.LOG.first(Instant.parse("2033-03-03T03:03:03Z")));
                } catch (RuntimeException another) {
                    // another node was first; the next flush finds the partition
                }
            }));
        }
        adding.forEach(CompletableFuture::join);

        fixture.node().addPartition(Table.LOG, Table.LOG.first(Instant.parse("2033-03-03T03:03:03Z")));
        assertThat(count("request_log_20330303")).isZero();
    }

    private TrafficTold.Summary summary(Administrator by, String... parameters) {
        TrafficQuery query = TrafficQuestion.summary(by, of(parameters), now(), Duration.ofDays(7));
        return TrafficTold.Summary.of(query, fixture.ask(s -> s.points(query)), now());
    }

    private List<LoggedRequest> log(Administrator by, String... parameters) {
        LogQuery query = LogQuestion.of(by, of(parameters), now(), 50_000, 50_000);
        return fixture.ask(s -> s.log(query));
    }

    private List<TopPlace> top(String tenant, String kind) {
        Span span = new Span(now().minus(Duration.ofHours(2)), now()).whole(true);
        return fixture.ask(s -> s.top(tenant, kind, span.from(), span.to(), 50));
    }

    private long total() {
        return summary(OPERATOR).items().stream()
                .mapToLong(item -> item.figures().requests())
                .sum();
    }

    private TrafficQuery hours() {
        return TrafficQuestion.summary(OPERATOR, of("since=3d"), now(), Duration.ofDays(7));
    }

    private long count(String table) {
        return fixture.database
                .inTransaction(s -> s.query("SELECT count(*) FROM " + table, statement -> {}, row -> row.getLong(1)))
                .get(0);
    }

    private Instant now() {
        return clock.instant().plusMillis(1);
    }

    private static Parameters of(String... parameters) {
        MultivaluedHashMap<String, String> map = new MultivaluedHashMap<>();
        Arrays.stream(parameters)
                .map(parameter -> parameter.split("=", 2))
                .forEach(parts -> map.add(parts[0], parts[1]));
        return new Parameters(map);
    }
}
