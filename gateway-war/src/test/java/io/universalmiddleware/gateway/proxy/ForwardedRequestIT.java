package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForwardedRequestIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(ForwardedRequestIT::echo);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void theOriginSeesTheCanonicalPathAndTheClientsHost() throws IOException {
        JsonNode seen = send("GET /api/%41/./b%2dc?x=%2f HTTP/1.1\r\nHost: Shop.Example:81\r\n\r\n");

        assertThat(seen.path("uri").asText()).isEqualTo("/api/A/b-c?x=%2f");
        assertThat(seen.path("host").path(0).asText()).isEqualTo("shop.example:81");
    }

    @Test
    void fieldsOfOneHopAndThoseThatConnectionNamesStayBehind() throws IOException {
        JsonNode seen = send("GET /api HTTP/1.1\r\nHost: a\r\nConnection: close, X-Secret\r\nConnection: Cookie\r\n"
                + "X-Secret: 1\r\nCookie: a=b\r\nKeep-Alive: 1\r\nProxy-Authorization: x\r\nTE: gzip\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nX-Open: 1\r\n\r\n");

        assertThat(seen.path("x-open").path(0).asText()).isEqualTo("1");
        for (String name : new String[] {
            "connection", "x-secret", "cookie", "keep-alive", "proxy-authorization", "te", "upgrade", "http2-settings"
        }) {
            assertThat(seen.has(name)).as(name).isFalse();
        }
    }

    @Test
    void whatStrangersSayOfThemselvesIsReplaced() throws IOException {
        JsonNode seen = send(
                "GET /api HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\n"
                        + "X-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /evil\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\n\r\n");

        assertThat(seen.path("x-forwarded-for")).hasToString("[\"127.0.0.1\"]");
        assertThat(seen.path("x-forwarded-proto")).hasToString("[\"http\"]");
        assertThat(seen.path("x-forwarded-host")).hasToString("[\"a\"]");
        assertThat(seen.path("forwarded").path(0).asText()).isEqualTo("for=127.0.0.1;host=\"a\";proto=http");
        assertThat(seen.path("via")).hasToString("[\"1.1 um\"]");
        assertThat(seen.has("x-forwarded-prefix")).isFalse();
        assertThat(seen.has("x-real-ip")).isFalse();
    }

    @Test
    void norIsItTakenWithUnderscores() throws IOException {
        JsonNode seen = send("GET /api HTTP/1.1\r\nHost: a\r\nX_Forwarded_For: 6.6.6.6\r\nX-Real_IP: 6.6.6.6\r\n"
                + "X_Um_User: root\r\nContent_Length: 9\r\nX_Other: 1\r\n\r\n");

        assertThat(seen.fieldNames())
                .toIterable()
                .contains("x_other", "x-forwarded-for")
                .noneMatch(name -> name.contains("_") && !name.equals("x_other"));
    }

    @Test
    void eachRequestOfAConnectionIsToldForTheHostThatItAsksFor() throws IOException {
        try (RawClient client = fixture.connect()) {
            for (String host : List.of("a", "b:81", "b:82", "a", "a")) {
                JsonNode seen = new ObjectMapper()
                        .readTree(client.send("GET /api HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .read()
                                .body());
                assertThat(seen.path("x-forwarded-host").path(0).asText()).isEqualTo(host);
                assertThat(seen.path("forwarded").path(0).asText())
                        .isEqualTo("for=127.0.0.1;host=\"" + host + "\";proto=http");
            }
        }
    }

    @Test
    void configuredHopsAreBelieved() throws IOException {
        try (EdgeFixture trusting = EdgeFixture.before(EdgeFixtureOptions.trusting(1), ForwardedRequestIT::echo);
                RawClient client = trusting.connect()) {
            JsonNode seen = new ObjectMapper()
                    .readTree(client.send("GET /api HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
                                    + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: evil\r\n"
                                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\n\r\n")
                            .read()
                            .body());
            assertThat(seen.path("x-forwarded-for").path(0).asText()).isEqualTo("203.0.113.9, 127.0.0.1");
            assertThat(seen.path("x-forwarded-proto")).hasToString("[\"https\"]");
            assertThat(seen.path("x-forwarded-host")).hasToString("[\"shop.example\"]");
        }
    }

    @Test
    void theRequestsIdAndTraceGoAlong() throws IOException {
        JsonNode seen = send("GET /api HTTP/1.1\r\nHost: a\r\nX-Request-Id: job-1\r\ntraceparent: 00-" + TRACE
                + "-00f067aa0ba902b7-01\r\ntracestate: v=1\r\nTracestate: w=2,x=3\r\n\r\n");
        JsonNode fresh = send("GET /api HTTP/1.1\r\nHost: a\r\nX-Request-Id: a b\r\ntraceparent: nonsense\r\n\r\n");

        assertThat(seen.path("x-request-id").path(0).asText()).isEqualTo("job-1");
        assertThat(seen.path("traceparent").path(0).asText())
                .startsWith("00-" + TRACE + "-")
                .doesNotContain("00f067aa0ba902b7");
        assertThat(seen.path("tracestate")).hasToString("[\"v=1,w=2,x=3\"]");
        assertThat(fresh.path("x-request-id").path(0).asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}");
        assertThat(fresh.path("traceparent").path(0).asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void responsesLoseTheFieldsOfOneHopAndGainTheRequestsId() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send("GET /api/hop HTTP/1.1\r\nHost: a\r\nX-Request-Id: job-2\r\n\r\n")
                    .read();
            assertThat(response.headers()).doesNotContainKeys("x-private", "keep-alive", "proxy-authenticate");
            assertThat(response.header("Via")).isEqualTo("1.1 um");
            assertThat(response.header("X-Request-Id")).isEqualTo("job-2");
            assertThat(response.header("Set-Cookie")).isEqualTo("a=1, b=2");
        }
    }

    @Test
    void anHttp2UpgradeIsIgnoredRatherThanDone() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

        var response = client.send(HttpRequest.newBuilder(fixture.uri("/api")).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    private static JsonNode send(String request) throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send(request).read();
            assertThat(response.status()).isEqualTo(200);
            return new ObjectMapper().readTree(response.body());
        }
    }

    private static void echo(HttpServerRequest request) {
        if (request.path().equals("/api/hop")) {
            request.response()
                    .putHeader("Connection", "X-Private")
                    .putHeader("X-Private", "1")
                    .putHeader("Keep-Alive", "timeout=5")
                    .putHeader("Proxy-Authenticate", "Basic")
                    .putHeader("X-Request-Id", "the origin's own")
                    .putHeader("Set-Cookie", (Iterable<String>) List.of("a=1", "b=2"))
                    .end("ok");
            return;
        }
        JsonObject seen = new JsonObject().put("uri", request.uri());
        request.headers()
                .names()
                .forEach(name -> seen.put(
                        name.toLowerCase(Locale.ROOT),
                        new JsonArray(request.headers().getAll(name))));
        request.response().end(seen.encode());
    }
}
