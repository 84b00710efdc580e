package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.routing.PathPattern;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.routing.RouteMatch;
import io.universalmiddleware.gateway.routing.RouteRule;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantRouteIT {
    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(TenantRouteIT::echo);
        TargetsInTurn origin = EdgeFixture.targets(fixture.originPort);
        RouteRule<EdgeRoute> odd =
                TenantRoutes.route("odd", RouteMatch.of(PathPattern.prefix("/odd")), origin, Retries.NEVER);
        EdgeRoute asItComes = new EdgeRoute(
                odd.route().scope(), odd.route().filters(), odd.route().maxBody(), true);
        fixture.serve(
                TenantRoutes.route(
                        "bound",
                        new RouteMatch(
                                PathPattern.prefix("/bound"),
                                Set.of("PUT"),
                                List.of("shop.example"),
                                Map.of(),
                                Map.of()),
                        origin,
                        Retries.ONCE),
                TenantRoutes.route("api", RouteMatch.of(PathPattern.prefix("/api")), origin, Retries.ONCE),
                TenantRoutes.route(
                        "read", TenantRoutes.only(PathPattern.template("/items/{id}"), "GET"), origin, Retries.ONCE),
                TenantRoutes.route(
                        "write", TenantRoutes.only(PathPattern.template("/items/{id}"), "PUT"), origin, Retries.ONCE),
                new RouteRule<>(odd.match(), 0, asItComes));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aTenantIsFoundBySubdomainOwnDomainAndHeader() throws IOException {
        assertThat(get("shop.localhost:81", "/api/a").body()).isEqualTo("GET /api/a shop.localhost:81");
        assertThat(get("SHOP.Example", "/api/a").body()).isEqualTo("GET /api/a shop.example");
        assertThat(ask("GET /items/1 HTTP/1.1\r\nHost: localhost\r\nX-Tenant: shop\r\n\r\n")
                        .body())
                .isEqualTo("GET /items/1 localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "shop.example.", "SHOP.Example.", "shop.example.:81"})
    void aHostWithTheDotOfTheRootIsTheSameHost(String host) throws IOException {
        assertThat(get(host, "/bound").status()).as("the route of that host").isEqualTo(405);
        assertThat(get(host, "/api/a").body())
                .startsWith("GET /api/a shop.example")
                .doesNotContain("example.");
    }

    @Test
    void aTenantsHostIsTheTenantsWithEveryPath() throws IOException {
        assertThat(get("shop.localhost", "/connection/sse").status()).isEqualTo(404);
        assertThat(get("localhost", "/connection/sse").status()).isEqualTo(200);
    }

    @Test
    void thePlatformsPathsAreNobodyElsesOnItsOwnHosts() throws IOException {
        assertThat(ask("GET /api/x HTTP/1.1\r\nHost: localhost\r\nX-Tenant: nobody\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknownTenantsAndPathsAreProblems() throws IOException {
        for (RawClient.Response response : new RawClient.Response[] {
            get("nobody.localhost", "/api"),
            get("a.shop.localhost", "/api"),
            get("shop.localhost", "/nothing"),
            ask("GET /items/1 HTTP/1.1\r\nHost: localhost\r\nX-Tenant: nobody\r\n\r\n")
        }) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(get("nobody.localhost", "/api").body()).contains("no such tenant");
    }

    @Test
    void anotherMethodIsToldWhichOnesThereAre() throws IOException {
        RawClient.Response response = ask("DELETE /items/1 HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD, PUT");
    }

    @Test
    void ambiguousPathsOnlyGoWhereTheyAreTaken() throws IOException {
        assertThat(get("shop.localhost", "/api/a%2fb").status()).isEqualTo(400);
        assertThat(get("localhost", "/api/a%2fb").status()).isEqualTo(400);
        assertThat(get("shop.localhost", "/odd/a%2fb;v=1//c").body()).startsWith("GET /odd/a%2Fb;v=1//c ");
        assertThat(get("shop.localhost", "/odd/x/%2e%2e/y").body()).startsWith("GET /odd/y ");
        assertThat(get("shop.localhost", "/odd/%2e%2e/api/x").status()).isEqualTo(400);
        assertThat(get("shop.localhost", "/odd/a%00b").status()).isEqualTo(400);
        assertThat(get("shop.localhost", "/odd/%2e%2e/nothing%2f").status()).isEqualTo(400);
    }

    @Test
    void aBodyLargerThanTheRouteTakesIsRefused() throws IOException {
        RawClient.Response response =
                ask("POST /api HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 1048577\r\n\r\n");

        assertThat(response.status()).isEqualTo(413);
    }

    @Test
    void whatConnectionNamesStaysBehindEvenIfItIsTheEdgesOwn() throws IOException {
        RawClient.Response response = ask(
                "GET /api/id HTTP/1.1\r\nHost: shop.localhost\r\nConnection: X-Request-Id, X-Forwarded-For\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Told")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "close, TE\r\nTE: trailers", "x-hop\r\nConnection: Close"})
    void aConnectionEndsWithTheRequestThatSaysSo(String connection) throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send(
                            "GET /api/a HTTP/1.1\r\nHost: shop.localhost\r\nConnection: " + connection + "\r\n\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    private static RawClient.Response get(String host, String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private static RawClient.Response ask(String request) throws IOException {
        try (RawClient client = fixture.connect()) {
            return client.send(request).read();
        }
    }

    @Test
    void everyAnswerSaysWhenItWasMade() throws IOException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String path : List.of("/api/a", "/nowhere")) {
            String date = get("shop.localhost", path).header("Date");
            assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .isBetween(before, Instant.now());
        }
        String own = "Sun, 06 Nov 1994 08:49:37 GMT";
        assertThat(ask("GET /api/a HTTP/1.1\r\nHost: shop.localhost\r\nX-Made: " + own + "\r\n\r\n")
                        .header("Date"))
                .as("what the origin says stays")
                .isEqualTo(own);
    }

    private static void echo(HttpServerRequest request) {
        if (request.headers().contains("X-Made")) {
            request.response().putHeader("Date", request.getHeader("X-Made"));
        }
        request.response()
                .putHeader("Told", String.valueOf(request.getHeader("X-Forwarded-For")))
                .end(request.method() + " " + request.uri() + " " + request.getHeader("Host"));
    }
}
