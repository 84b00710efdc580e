package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.universalmiddleware.gateway.pool.Protocol;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Origins that speak HTTP/2 by prior knowledge, and what only that carries. */
class Http2OriginIT {
    private static EdgeFixture fixture;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(Http2OriginIT::origin);
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(fixture.originPort).speaking(Protocol.H2C)));
        client = fixture.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aClientOfHttp1IsAnsweredByAnOriginOfHttp2() throws IOException {
        try (RawClient plain = fixture.connect()) {
            RawClient.Response response = plain.send("POST /x HTTP/1.1\r\nHost: shop.localhost:81\r\n"
                            + "Connection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 3\r\n\r\nabc")
                    .read();

            assertThat(response.body()).isEqualTo("HTTP_2 shop.localhost:81 null abc");
            assertThat(response.header("Via")).isEqualTo("2 um");
        }
    }

    @Test
    void aCallOfGrpcPassesWithItsTrailers() throws Exception {
        Got got = grpc("/service/Unary", "request");

        assertThat(got.body()).hasToString("answer to request");
        assertThat(got.response().trailers().get("grpc-status")).isEqualTo("0");
        assertThat(got.response().trailers().get("grpc-message")).isEqualTo("fine");
    }

    @Test
    void aCallOfGrpcThatFailsAtOnceHasItsStatusInTheHead() throws Exception {
        Got got = grpc("/service/Refused", "request");

        assertThat(got.response().getHeader("grpc-status")).isEqualTo("7");
        assertThat(got.body().length()).isZero();
    }

    @Test
    void whatSaysNothingYetIsPassedOver() throws IOException {
        try (RawClient plain = fixture.connect()) {
            String head = " /interim HTTP/1.1\r\nHost: shop.localhost\r\n";
            assertThat(plain.send("GET" + head + "\r\n").read().body()).isEqualTo("final");
            assertThat(plain.send("POST" + head + "Content-Length: 3\r\n\r\nabc")
                            .read()
                            .body())
                    .isEqualTo("final");
        }
    }

    private record Got(HttpClientResponse response, Buffer body) {}

    private static Got grpc(String path, String body) throws Exception {
        return await(client.request(new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(fixture.port, "127.0.0.1"))
                        .setHost("shop.localhost")
                        .setPort(fixture.port)
                        .setMethod(HttpMethod.POST)
                        .setURI(path)
                        .putHeader("content-type", "application/grpc")
                        .putHeader("te", "trailers"))
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(whole -> new Got(response, whole))));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void origin(HttpServerRequest request) {
        if (request.path().equals("/service/Refused")) {
            request.response()
                    .putHeader("content-type", "application/grpc")
                    .putHeader("grpc-status", "7")
                    .end();
        } else if (request.path().equals("/interim")) {
            interim(request, "102");
            interim(request, "104");
            request.body().onSuccess(body -> request.response().end("final"));
        } else if (request.path().startsWith("/service/")) {
            request.body().onSuccess(body -> {
                boolean willing = "trailers".equals(request.getHeader("te"));
                request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", willing ? "0" : "2")
                        .putTrailer("grpc-message", "fine")
                        .end("answer to " + body);
            });
        } else {
            request.body()
                    .onSuccess(body -> request.response()
                            .end(request.version() + " " + request.authority() + " " + request.getHeader("X-Hop") + " "
                                    + body));
        }
    }

    private static void interim(HttpServerRequest request, String status) {
        ChannelHandlerContext netty = ((ConnectionBase) request.connection()).channelHandlerContext();
        netty.pipeline()
                .get(Http2ConnectionHandler.class)
                .encoder()
                .writeHeaders(
                        netty,
                        request.streamId(),
                        new DefaultHttp2Headers().status(status),
                        0,
                        false,
                        netty.newPromise());
        netty.flush();
    }
}
