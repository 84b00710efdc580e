package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written behind Vert.x's back, and what is held for a moment, is on the wire as everything else is. */
class HeadsAndLastPiecesIT {
    private final ConcurrentLinkedQueue<HttpServerResponse> begun = new ConcurrentLinkedQueue<>();
    private EdgeFixture fixture;

    @BeforeEach
    void start() {
        fixture = EdgeFixture.before(EdgeFixtureOptions.patient().narrow(1), this::origin);
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(fixture.originPort)));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void requestsWithBodiesAndWithoutTakeTurnsOnOneConnectionToTheOrigin() throws IOException {
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(request("GET", "X-Turn: " + i, ""))
                                .read()
                                .body())
                        .isEqualTo("GET /echo?a=%20b turn=" + i + " length=null: ");
                RawClient.Response head =
                        client.send(request("HEAD", "X-Turn: " + i, "")).read(true);
                assertThat(head.header("Content-Length")).isEqualTo("1000");
                assertThat(client.send(request("POST", "X-Turn: " + i + "\r\nContent-Length: 4", "four"))
                                .read()
                                .body())
                        .isEqualTo("POST /echo?a=%20b turn=" + i + " length=4: four");
                assertThat(client.send(request("POST", "X-Turn: " + i + "\r\nContent-Length: 0", ""))
                                .read()
                                .body())
                        .isEqualTo("POST /echo?a=%20b turn=" + i + " length=0: ");
                assertThat(client.send(request("DELETE", "X-Turn: " + i, ""))
                                .read()
                                .body())
                        .isEqualTo("DELETE /echo?a=%20b turn=" + i + " length=null: ");
            }
        }
    }

    @Test
    void everyLineOfAFieldIsWritten() throws IOException {
        try (RawClient client = fixture.connect()) {
            RawClient.Response answer = client.send(
                            "GET /fields HTTP/1.1\r\nHost: shop.localhost:81\r\nX-Many: one\r\nX-many: two\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n")
                    .read();

            assertThat(answer.body().lines())
                    .contains("host=shop.localhost:81", "X-Many=one", "X-many=two", "Via=1.1 um")
                    .containsOnlyOnce("cookie=a=1; b=2");
        }
    }

    @Test
    void aPieceBeforeTheLastIsNotHeldBack() throws IOException {
        try (RawClient client = fixture.connect()) {
            client.send("GET /pieces HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 200");
            while (!client.line().isEmpty()) {
                // the head
            }
            assertThat(client.line()).isEqualTo("first");
            begun.remove().end("last\r\n");
            assertThat(client.line()).isEqualTo("last");
            assertThat(client.send(request("GET", "X-Turn: 1", "")).read().status())
                    .isEqualTo(200);
        }
    }

    private static String request(String method, String fields, String body) {
        return method + " /echo?a=%20b HTTP/1.1\r\nHost: shop.localhost\r\n" + fields + "\r\n\r\n" + body;
    }

    private void origin(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.path().equals("/pieces")) {
            begun.add(response);
            response.putHeader("Content-Length", "13").write("first\r\n");
        } else if (request.path().equals("/fields")) {
            StringBuilder told = new StringBuilder();
            request.headers()
                    .forEach((name, value) ->
                            told.append(name).append('=').append(value).append('\n'));
            response.end(told.toString());
        } else if (request.method().name().equals("HEAD")) {
            response.putHeader("Content-Length", "1000").end();
        } else {
            request.body()
                    .onSuccess(body -> response.end(Buffer.buffer(request.method() + " " + request.uri()
                            + " turn=" + request.getHeader("X-Turn") + " length=" + request.getHeader("Content-Length")
                            + ": "
                            + body)));
        }
    }
}
