package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestIT {
    /** Where a request goes of which more than the head may be malformed: it comes to the origin, or not, at its own time. */
    private static final String BEGUN = "/api/begun";

    private static final AtomicInteger REACHED = new AtomicInteger();
    static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(request -> {
            if (!request.path().equals(BEGUN)) {
                REACHED.incrementAndGet();
            }
            request.response().end("ok");
        });
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\n\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /api HTTP/1.1\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n",
                "GET /api  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api HTTP/3.0\r\nHost: a\r\n\r\n",
                "GET /api\r\n\r\n",
                "GET ! HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://b/api HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 3,3\r\n\r\nabc",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 3x\r\n\r\nabc",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /api/%2e%2e/admin HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api%2fv1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api%5cv1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api;x=1/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api//v1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET //api HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/../../x HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void isAnsweredWith400AndTheEndOfTheConnectionAndReachesNoOrigin(String request) throws IOException {
        int seen = REACHED.get();

        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send(request).read();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(client.isClosedByPeer()).isTrue();
        }
        assertThat(REACHED).hasValue(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "3 \r\nabc\r\n0\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nX: 1\n\r\n",
                "-1\r\n",
                "FFFFFFFFFFFFFFFFF\r\n",
            })
    void badChunksAreAnsweredWith400OnceTheHeadIsThrough(String body) throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("POST " + BEGUN + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

            RawClient.Response response = client.read();
            assertThat(response.status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void ownAnswersAreProblemsWithTheRequestsIdAndSecurityHeaders() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response response = client.send(
                            "GET /nowhere HTTP/1.1\r\nHost: a\r\nX-Request-Id: job-17\r\n\r\n")
                    .read();

            JsonNode problem = new ObjectMapper().readTree(response.body());
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.header("X-Request-Id")).isEqualTo("job-17");
            assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(response.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(problem.path("type").asText()).isEqualTo("https://universalmiddleware.io/problems/not-found");
            assertThat(problem.path("status").asInt()).isEqualTo(404);
            assertThat(problem.path("instance").asText()).isEqualTo("/nowhere");
            assertThat(problem.path("requestId").asText()).isEqualTo("job-17");
        }
    }

    @Test
    void aRefusalWaitsForItsTurnBehindTheAnswersBeforeIt() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /api/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /api/2 HTTP/1.1\r\nHost : a\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aSmuggledRequestNeverReachesTheOrigin() throws IOException {
        int seen = REACHED.get();
        String inner = "GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

        try (RawClient client = fixture.connect()) {
            client.send("POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: " + (inner.length() + 5)
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }
        try (RawClient client = fixture.connect()) {
            client.send("POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: " + inner.length() + "\r\n\r\n" + inner);
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(REACHED).hasValue(seen + 1);
    }

    @Test
    void connectAndTraceAreNotServed() throws IOException {
        for (String start : new String[] {"CONNECT /api", "TRACE /api"}) {
            try (RawClient client = fixture.connect()) {
                RawClient.Response response =
                        client.send(start + " HTTP/1.1\r\nHost: a\r\n\r\n").read();
                assertThat(response.status()).isEqualTo(405);
                assertThat(response.header("Allow")).contains("GET");
            }
        }
    }
}
