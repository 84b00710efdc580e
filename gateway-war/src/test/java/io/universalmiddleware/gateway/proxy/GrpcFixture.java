package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.gateway.rpc.RpcClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An edge with the platform's services over gRPC, before resources that answer what a test says. */
final class GrpcFixture implements AutoCloseable {
    static final String GET = "um.control.v1.Routes/GetRoute";
    static final String LIST = "um.control.v1.Routes/ListRoutes";
    static final String CREATE = "um.control.v1.Routes/CreateRoute";
    static final String UPDATE = "um.control.v1.Routes/UpdateRoute";
    static final String DELETE = "um.control.v1.Routes/DeleteRoute";
    static final String ROUTE =
            "{\"id\":\"0190\",\"tenant\":\"shop\",\"name\":\"orders\",\"match\":{\"prefix\":\"/orders\"},\"origin\":\"backend\","
                    + "\"priority\":0,\"enabled\":true,\"log\":{\"keep\":\"all\"},\"revision\":7,"
                    + "\"createdAt\":\"2026-11-21T20:00:00Z\",\"changedAt\":\"2026-11-21T20:00:00.500Z\"}";

    /** A request as the resources saw it. */
    record Seen(String method, String uri, MultiMap headers, String body) {}

    /** An answer by HTTP/2, without a client of gRPC. */
    record Answer(int status, MultiMap headers, MultiMap trailers, int bytes) {}

    /** What is never answered nor seen, however late it comes. */
    private static final String UNHEARD = "/unheard";

    private record Says(int status, Map<String, String> headers, String body) {}

    final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    /** Requests to the resources whose sender has gone. */
    final AtomicInteger gone = new AtomicInteger();

    final EdgeFixture edge = EdgeFixture.before(this::serve);
    /** By the token that is good. */
    final RpcClient client = new RpcClient("localhost", edge.port, "good");

    final HttpClient http2 = edge.vertx()
            .createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setDefaultHost("127.0.0.1")
                    .setDefaultPort(edge.port));
    private volatile @Nullable Says says;

    /** As if nothing had come; everything is answered by {@link #ROUTE}. */
    void answerARoute() {
        seen.clear();
        gone.set(0);
        answer(200, Map.of("ETag", "\"7\""), ROUTE);
        edge.edge.doors(Doors.none());
    }

    /** What the resources answer from here on. */
    void answer(int status, Map<String, String> headers, String body) {
        says = new Says(status, headers, body);
    }

    void answerNothing() {
        says = null;
    }

    void serve(HttpServerRequest request) {
        request.response().exceptionHandler(left -> gone.incrementAndGet());
        if (request.path().endsWith(UNHEARD)) {
            return;
        }
        request.body().onSuccess(body -> {
            seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body.toString()));
            Says now = says;
            if (now != null) {
                request.response().setStatusCode(now.status());
                request.response()
                        .putHeader(
                                "Content-Type", now.status() < 400 ? "application/json" : "application/problem+json");
                now.headers().forEach(request.response()::putHeader);
                request.response().end(now.body());
            }
        });
    }

    StatusRuntimeException refusal(String method, String json) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> client.call(method, json));
    }

    Status.Code refusal(String method, byte[] message, CallOptions options) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> client.bytes(method, message, options))
                .getStatus()
                .getCode();
    }

    /** Those of a call over gRPC. */
    static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("content-type", "application/grpc")
                .add("te", "trailers");
    }

    Answer send(String path, MultiMap headers, byte[] body) {
        return http2.request(HttpMethod.POST, path)
                .compose(request -> {
                    request.headers().addAll(headers);
                    return request.send(Buffer.buffer(body));
                })
                .compose(GrpcFixture::read)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(response.statusCode(), response.headers(), response.trailers(), body.length()));
    }

    @Override
    public void close() {
        client.close();
        edge.close();
    }
}
