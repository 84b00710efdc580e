package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Caller;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.traffic.LogEntry;
import io.universalmiddleware.gateway.traffic.Measured;
import io.universalmiddleware.gateway.traffic.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the edge records of the requests of tenants' clients. */
class RecordedTrafficIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Filter REFUSING = (call, gate) -> {
        call.caller(new Caller(Caller.Kind.USER, "ann", Set.of(), Set.of(), "", ""));
        gate.refuse(Refusal.of(ProblemType.TOO_MANY_REQUESTS, "Not so fast."));
    };

    private final List<Window> windows = new ArrayList<>();
    private EdgeFixture fixture;
    private NobodysPort nobody;

    @BeforeEach
    void start() {
        nobody = new NobodysPort();
        fixture = EdgeFixture.before(request -> {
            if (!request.path().endsWith("silent")) {
                request.response()
                        .setStatusCode(request.path().endsWith("failing") ? 500 : 201)
                        .end("hello");
            }
        });
        fixture.serve(
                TenantRoutes.route(
                        "good",
                        RouteMatch.of(PathPattern.prefix("/good")),
                        EdgeFixture.targets(fixture.originPort),
                        Retries.ONCE),
                TenantRoutes.route(
                        "dead",
                        RouteMatch.of(PathPattern.prefix("/dead")),
                        EdgeFixture.targets(nobody.number()),
                        Retries.ONCE),
                TenantRoutes.route(
                        "limited",
                        RouteMatch.of(PathPattern.prefix("/limited")),
                        EdgeFixture.targets(fixture.originPort),
                        Retries.ONCE,
                        REFUSING));
    }

    @AfterEach
    void stop() {
        fixture.close();
        nobody.close();
    }

    @Test
    void everyRequestIsCountedAndLoggedAsItEnded() throws IOException {
        ask(
                "POST /good/things?token=secret HTTP/1.1\r\nHost: shop.localhost\r\nX-Request-Id: r-1\r\nContent-Length: 2\r\n\r\nhi");
        ask("GET /good/failing HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
        ask("GET /dead/x HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
        ask("GET /limited HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
        ask("GET /nothing/here HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
        ask("GET /good/%2e%00 HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
        ask("GET /good HTTP/1.1\r\nHost: nobody.localhost\r\n\r\n");

        List<LogEntry> entries = entries(5);
        assertThat(entries)
                .extracting(LogEntry::route, LogEntry::origin, LogEntry::status, LogEntry::reason)
                .containsExactlyInAnyOrder(
                        tuple("good", "in-turn", 201, null),
                        tuple("good", "in-turn", 500, null),
                        tuple("dead", "in-turn", 503, "unavailable"),
                        tuple("limited", "", 429, "too-many-requests"),
                        tuple("", "", 404, "not-found"));
        LogEntry first = entries.stream()
                .filter(entry -> entry.status() == 201)
                .findFirst()
                .orElseThrow();
        assertThat(first.path()).isEqualTo("/good/things");
        assertThat(first.toString()).doesNotContain("secret");
        assertThat(first.requestId()).isEqualTo("r-1");
        assertThat(first.client()).isEqualTo("127.0.0.1");
        assertThat(first.received()).isEqualTo(2);
        assertThat(first.sent()).isEqualTo(5);
        assertThat(first.target()).isNotEmpty();
        assertThat(entries)
                .filteredOn(entry -> entry.status() == 429)
                .singleElement()
                .satisfies(limited -> {
                    assertThat(limited.caller().user()).isEqualTo("ann");
                    assertThat(limited.detail()).isEqualTo("Not so fast.");
                });
        assertThat(windows.stream()
                        .flatMap(window -> IntStream.range(0, window.lines()).mapToObj(window::owner)))
                .extracting(Measured::tenant)
                .containsOnly("shop");
    }

    @Test
    void aClientThatLeavesIsCountedToo() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("POST /good/silent HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 10\r\n\r\nhalf");
            Awaitility.await().atMost(PATIENCE).until(() -> fixture.seenByOrigin.get() > 0);
        }

        assertThat(entries(1)).singleElement().satisfies(entry -> {
            assertThat(entry.status()).isEqualTo(499);
            assertThat(entry.reason()).isEqualTo("client-gone");
            assertThat(entry.received()).isEqualTo(4);
        });
    }

    private void ask(String request) throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send(request);
            client.read();
        }
    }

    /** Waits until so many requests have been recorded. */
    private List<LogEntry> entries(int requests) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            for (Window window = fixture.traffic.take(); window != null; window = fixture.traffic.take()) {
                windows.add(window);
            }
            return windows.stream().mapToLong(Window::requests).sum() >= requests;
        });
        return windows.stream().flatMap(window -> window.entries().stream()).toList();
    }
}
