package io.universalmiddleware.product.edge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * An origin of a tenant that streams: large bodies, events, sockets and calls of gRPC, over HTTP/1.1 and HTTP/2 by prior knowledge on one
 * port; and on another one fields behind bodies, which no library shows.
 */
final class StreamOrigin implements AutoCloseable {
    /** Bytes of what {@code /large} answers. */
    static final int LARGE = 64 << 20;

    private static final Buffer PIECE = Buffer.buffer("0123456789abcdef".repeat(4_096));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<HttpServerResponse> events = new LinkedBlockingQueue<>();
    private final AtomicLong written = new AtomicLong();
    private final URI uri;
    private final URI trailing;

    StreamOrigin() {
        uri = local(vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(false))
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort());
        trailing = local(vertx.createNetServer()
                .connectHandler(StreamOrigin::trail)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort());
    }

    URI uri() {
        return uri;
    }

    /** Answers a request in chunks with what stood behind its head, and a field behind that. */
    URI trailing() {
        return trailing;
    }

    /** Those to whom events can be sent. */
    BlockingQueue<HttpServerResponse> events() {
        return events;
    }

    /** Bytes that were written of the last large answer. */
    long written() {
        return written.get();
    }

    /** The check sum of what {@code /large} answers. */
    static long sum() {
        CRC32 sum = new CRC32();
        for (int left = LARGE; left > 0; left -= PIECE.length()) {
            sum.update(PIECE.getBytes());
        }
        return sum.getValue();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/large" -> {
                written.set(0);
                response.putHeader("Content-Length", Integer.toString(LARGE));
                pour(response);
            }
            case "/sum" -> sum(request);
            case "/continued" -> {
                response.writeContinue();
                sum(request);
            }
            case "/refused" -> response.setStatusCode(403).end();
            case "/events" -> {
                response.putHeader("Content-Type", "text/event-stream").setChunked(true);
                response.writeHead().onSuccess(sent -> events.add(response));
            }
            case "/socket" ->
                request.toWebSocket().onSuccess(socket -> {
                    socket.binaryMessageHandler(socket::writeBinaryMessage);
                    socket.textMessageHandler(text -> socket.close((short) 4100, text));
                });
            case "/trial.Echo/Say" -> say(request);
            case "/trial.Echo/Refuse" ->
                response.putHeader("Content-Type", "application/grpc")
                        .putHeader("grpc-status", "7")
                        .putHeader("grpc-message", "not you")
                        .end();
            default ->
                response.end(request.version() + " " + request.uri() + " " + request.getHeader("X-Forwarded-Proto"));
        }
    }

    private void pour(HttpServerResponse response) {
        while (written.get() < LARGE && !response.writeQueueFull()) {
            written.addAndGet(PIECE.length());
            response.write(PIECE);
        }
        if (written.get() < LARGE) {
            response.drainHandler(room -> pour(response));
        } else {
            response.end();
        }
    }

    private static void sum(HttpServerRequest request) {
        CRC32 sum = new CRC32();
        request.handler(piece -> sum.update(piece.getBytes()));
        request.endHandler(end -> request.response().end(Long.toString(sum.getValue())));
    }

    /** Each message comes back at once, as it is, while the request goes on. */
    private static void say(HttpServerRequest request) {
        HttpServerResponse response =
                request.response().putHeader("Content-Type", "application/grpc").setChunked(true);
        request.handler(response::write);
        request.endHandler(end -> response.putTrailer("grpc-status", "0").end());
    }

    private static void trail(NetSocket socket) {
        StringBuilder read = new StringBuilder();
        socket.handler(bytes -> {
            read.append(bytes.toString(StandardCharsets.ISO_8859_1));
            int body = read.indexOf("\r\n\r\n") + 4;
            int last = body < 4 ? -1 : read.indexOf("\r\n0\r\n", body);
            if (last >= 0 && read.indexOf("\r\n\r\n", last + 3) >= 0) {
                String got = read.substring(body);
                socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(got.length())
                        + "\r\n" + got + "\r\n0\r\nX-Answered: 18\r\n\r\n");
            }
        });
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
