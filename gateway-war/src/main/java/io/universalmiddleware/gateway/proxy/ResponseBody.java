package io.universalmiddleware.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A response body streams from an upstream to a client; what the client does not take stays with the upstream.
 *
 * <p>Each piece is flushed when it comes, so events arrive when they are sent. The end is written only when the upstream
 * has said that it is the end.
 */
final class ResponseBody {
    private final HttpClientResponse upstream;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Deadlines deadlines;
    private long lastByte;

    ResponseBody(HttpClientResponse upstream, HttpServerRequest request, Deadlines deadlines) {
        this.upstream = upstream;
        this.request = request;
        this.response = request.response();
        this.deadlines = deadlines;
        lastByte = deadlines.now();
    }

    /** Whether only the end of the connection tells an HTTP/1.0 client where the body ends. */
    boolean endsWithConnection() {
        return request.version() == HttpVersion.HTTP_1_0 && !isEmpty() && length() == null;
    }

    /** Whether a client sees that the body is not whole when its connection just ends now, and can be told so. */
    boolean canEndInOrder() {
        return !endsWithConnection() && !response.closed() && !response.ended() && !response.writeQueueFull();
    }

    boolean isEventStream() {
        String type = upstream.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    /** Streams until the upstream says that it is the end. */
    void send(Runnable ended) {
        String length = length();
        if (length != null) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        } else if (!isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
            response.setChunked(true);
        }
        if (!isEmpty()) {
            upstream.handler(this::pass);
        }
        upstream.endHandler(end -> {
            if (!isEmpty() && length == null && request.version() != HttpVersion.HTTP_1_0) {
                Headers.trailers(upstream.trailers(), response.trailers());
            }
            response.end();
            ended.run();
        });
        if (length == null && !isEmpty()) {
            deadlines.later(this::flushHead);
        }
    }

    /** Sends the head if nothing has been sent yet. */
    void flushHead() {
        boolean framed = request.version() != HttpVersion.HTTP_1_0 || length() != null;
        if (framed && !isEmpty() && !response.ended() && !response.closed() && !response.headWritten()) {
            response.writeHead();
        }
    }

    /** Nanoseconds since a byte last moved. */
    long idle(long now) {
        return now - lastByte;
    }

    private void pass(Buffer bytes) {
        lastByte = deadlines.now();
        if (response.ended() || response.closed()) {
            return;
        }
        response.write(bytes);
        if (response.writeQueueFull()) {
            upstream.pause();
            response.drainHandler(room -> {
                lastByte = deadlines.now();
                upstream.resume();
            });
        }
    }

    private @Nullable String length() {
        return upstream.statusCode() == 204 ? null : upstream.getHeader(HttpHeaders.CONTENT_LENGTH);
    }

    private boolean isEmpty() {
        int status = upstream.statusCode();
        return request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }
}
