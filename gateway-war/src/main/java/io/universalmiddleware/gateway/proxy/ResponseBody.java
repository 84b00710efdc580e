package io.universalmiddleware.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.universalmiddleware.gateway.filter.BodyStage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response body streams from an upstream to a client; what the client does not take stays with the upstream.
 *
 * <p>Each piece is flushed when it comes, so events arrive when they are sent. The end is written only when the upstream
 * has said that it is the end.
 */
final class ResponseBody {
    private static final long UNKNOWN = -1;

    private final ReadStream<Buffer> upstream;
    private final Supplier<@Nullable MultiMap> trailers;
    private final Predicate<String> withheld;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Deadlines deadlines;
    private final @Nullable BodyStages stages;
    private long lastByte;
    private long left = UNKNOWN;
    private @Nullable Buffer last;

    /**
     * A body behind a head that has been set, with its length if that is known.
     *
     * @param trailers of the upstream, once the body has ended; null for none
     * @param withheld names of trailers that may not pass, beside those that never may
     * @param stages through which the body goes; empty for none
     * @param waits whether the head waits until the body has come as a whole
     * @param broken is told if a stage fails
     */
    ResponseBody(
            ReadStream<Buffer> upstream,
            Supplier<@Nullable MultiMap> trailers,
            Predicate<String> withheld,
            List<BodyStage> stages,
            boolean waits,
            HttpServerRequest request,
            Deadlines deadlines,
            Consumer<Throwable> broken) {
        this.upstream = upstream;
        this.trailers = trailers;
        this.withheld = withheld;
        this.request = request;
        this.response = request.response();
        this.deadlines = deadlines;
        this.stages = stages.isEmpty() || isEmpty() ? null : new BodyStages(stages, waits, response, broken);
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
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null && isEventStream(type);
    }

    /** Whether a media type is that of server-sent events. */
    static boolean isEventStream(String type) {
        return type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    /**
     * Says that the end comes with the last byte, as it does in HTTP/1 behind a length: the two are sent as one then, and a body of one piece
     * together with its head.
     */
    void endsWithItsLength() {
        String length = length();
        left = length == null ? UNKNOWN : Long.parseLong(length);
    }

    /** Streams until the upstream says that it is the end. */
    void send(Runnable ended) {
        boolean framed = length() != null || isEmpty();
        if (!framed && request.version() == HttpVersion.HTTP_1_1) {
            response.setChunked(true);
        }
        if (!isEmpty()) {
            upstream.handler(this::pass);
        }
        upstream.endHandler(end -> {
            MultiMap last = trailers.get();
            if (last != null && !last.isEmpty() && mayTrail(framed)) {
                Headers.trailers(last, response.trailers(), withheld);
            }
            if (stages == null) {
                end();
            } else if (!stages.end()) {
                return;
            }
            ended.run();
        });
        if (!framed) {
            deadlines.later(this::flushHead);
        }
    }

    /** Sends the head if nothing has been sent yet. */
    void flushHead() {
        boolean framed = request.version() != HttpVersion.HTTP_1_0 || length() != null;
        boolean waits = stages != null && stages.waits();
        if (framed && !waits && !isEmpty() && !response.ended() && !response.closed() && !response.headWritten()) {
            response.writeHead();
        }
    }

    /** Frees what its stages hold. */
    void close() {
        if (stages != null) {
            stages.close();
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
        if (stages == null) {
            if (left == bytes.length()) {
                last = bytes;
                return;
            }
            left = left == UNKNOWN ? UNKNOWN : left - bytes.length();
            response.write(bytes);
        } else if (!stages.pass(bytes)) {
            return;
        }
        if (response.writeQueueFull()) {
            upstream.pause();
            response.drainHandler(room -> {
                lastByte = deadlines.now();
                upstream.resume();
            });
        }
    }

    private void end() {
        if (last == null) {
            response.end();
        } else {
            response.end(last);
        }
    }

    /** In HTTP/1.1 trailers need chunks; in HTTP/2 they may follow a body of any framing. */
    private boolean mayTrail(boolean framed) {
        return request.version() == HttpVersion.HTTP_2
                ? !isEmpty()
                : !framed && request.version() == HttpVersion.HTTP_1_1;
    }

    private @Nullable String length() {
        return response.headers().get(HttpHeaders.CONTENT_LENGTH);
    }

    private boolean isEmpty() {
        int status = response.getStatusCode();
        return request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }

    /** Wraps a part of an array without copying it. */
    static Buffer wrap(byte[] bytes, int from, int to) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes, from, to - from));
    }
}
