package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Filter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An edge before an origin, with the filters that a test gives its route. */
abstract class ShapedEdge {
    static final String LINE = "0123456789 the same again and again\n";
    static final Queue<HttpServerResponse> STREAMS = new ConcurrentLinkedQueue<>();
    static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(ShapedEdge::origin);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static void serve(Filter... filters) {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(fixture.originPort), filters));
    }

    static RawClient.Response through(String request, Filter... filters) throws IOException {
        return through(request, false, filters);
    }

    static RawClient.Response through(String request, boolean head, Filter... filters) throws IOException {
        serve(filters);
        try (RawClient client = fixture.connect()) {
            return client.send(request).read(head);
        }
    }

    static String get(String target, String... fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: shop.localhost\r\n" + lines(fields) + "\r\n";
    }

    static String post(String target, String type, String body, String... fields) {
        return "POST " + target + " HTTP/1.1\r\nHost: shop.localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n" + lines(fields) + "\r\n" + body;
    }

    private static String lines(String... fields) {
        StringBuilder lines = new StringBuilder();
        for (String field : fields) {
            lines.append(field).append("\r\n");
        }
        return lines.toString();
    }

    private static void origin(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/large" ->
                response.putHeader("Content-Type", "text/plain")
                        .putHeader("ETag", "\"1\"")
                        .end(LINE.repeat(100_000));
            case "/large-json" ->
                response.putHeader("Content-Type", "application/json")
                        .putHeader("Content-Length", "20000")
                        .end("[1,2".repeat(5_000));
            case "/broken-json" ->
                response.putHeader("Content-Type", "application/json").end("{secret");
            case "/server" -> response.putHeader("Server", "origin/1.0").end();
            case "/events" -> {
                response.putHeader("Content-Type", "text/event-stream").setChunked(true);
                response.writeHead().onSuccess(written -> STREAMS.add(response));
            }
            case "/echo" ->
                request.body()
                        .onSuccess(body -> response.putHeader(
                                        "Content-Type", String.valueOf(request.getHeader("Content-Type")))
                                .end(body));
            default ->
                request.body()
                        .onSuccess(body -> response.end(request.method() + " " + request.uri() + " host="
                                + request.getHeader("Host") + " note=" + request.getHeader("X-Note") + " " + body));
        }
    }
}
