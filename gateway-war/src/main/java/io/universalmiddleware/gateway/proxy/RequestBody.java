package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request body streams from a client to an upstream; what the upstream does not take stays with the client.
 *
 * <p>No more than a few buffers are ever in memory. A declared length above the limit is refused at once, a body that
 * outgrows it when it does.
 */
final class RequestBody {
    private static final Refusal WRONG_LENGTH = Refusal.malformed("The body is not as long as Content-Length says.");

    private final HttpServerRequest request;
    private final ListenerOptions options;
    private final Deadlines deadlines;
    private final long declared;
    private final boolean chunked;
    private boolean complete;
    private boolean waitingForUpstream = true;
    private long received;
    private long waited;
    private long since;
    private long lastByte;

    RequestBody(HttpServerRequest request, ListenerOptions options, Deadlines deadlines) {
        this.request = request;
        this.options = options;
        this.deadlines = deadlines;
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        declared = length == null ? -1 : lengthOf(length);
        chunked = declared < 0 && mayFollow();
        complete = declared <= 0 && !chunked;
        since = deadlines.now();
        lastByte = since;
    }

    /** Whether all of it has come. */
    boolean isComplete() {
        return complete;
    }

    long received() {
        return received;
    }

    /** Why it is not taken, from its header alone. */
    Optional<Refusal> complaint() {
        return declared > options.maxBody() ? Optional.of(tooLarge()) : Optional.empty();
    }

    /** Leaves it with the client until somebody takes it. */
    void hold() {
        if (!complete) {
            request.pause();
        } else if (request.version() == HttpVersion.HTTP_2) {
            request.handler(unexpected -> request.response().reset());
        }
    }

    /** Sends the request's head, and the body as it comes. */
    void sendTo(HttpClientRequest upstream, Runnable sent, Consumer<Refusal> refused) {
        if (declared >= 0) {
            upstream.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(declared));
        } else if (chunked) {
            upstream.setChunked(true);
        }
        if (complete) {
            upstream.end();
            sent.run();
            return;
        }
        upstream.sendHead();
        request.handler(bytes -> pass(bytes, upstream, refused));
        request.endHandler(end -> {
            complete = true;
            if (declared >= 0 && received != declared) {
                refused.accept(WRONG_LENGTH);
                return;
            }
            upstream.end();
            sent.run();
        });
        flow(true);
        request.resume();
    }

    /** Bytes that Content-Length says; negative if it says none and there may be some. */
    long announced() {
        return declared >= 0 ? declared : chunked ? -1 : 0;
    }

    /** Reads all of it into memory, unless it is larger. */
    void collect(int most, Consumer<byte[]> all, Runnable tooLarge, Consumer<Refusal> refused) {
        if (complete) {
            all.accept(new byte[0]);
            return;
        }
        Buffer read = Buffer.buffer((int) Math.max(0, declared));
        request.handler(bytes -> {
            received += bytes.length();
            lastByte = deadlines.now();
            if (received > most) {
                drop();
                tooLarge.run();
            } else if (declared >= 0 && received > declared) {
                refused.accept(WRONG_LENGTH);
            } else {
                read.appendBuffer(bytes);
            }
        });
        request.endHandler(end -> {
            complete = true;
            if (declared >= 0 && received != declared) {
                refused.accept(WRONG_LENGTH);
            } else {
                all.accept(read.getBytes());
            }
        });
        flow(true);
    }

    /** Takes no more of it: what still comes is dropped. */
    void drop() {
        if (!complete) {
            request.handler(null);
            request.endHandler(null);
            request.resume();
        }
    }

    /** Why it is overdue, if it is: nothing came for long, or too little. Never while the upstream does not take it. */
    Optional<Refusal> overdue(long now) {
        if (complete || waitingForUpstream) {
            return Optional.empty();
        }
        long timeout = options.bodyTimeout().toNanos();
        long receiving = now - since - waited;
        boolean silent = now - lastByte > timeout;
        boolean slow =
                receiving > timeout && received < options.minBodyRate() * TimeUnit.NANOSECONDS.toSeconds(receiving);
        return silent || slow
                ? Optional.of(new Refusal(ProblemType.REQUEST_TIMEOUT, "The request's body came too slowly."))
                : Optional.empty();
    }

    /** Nanoseconds for which the upstream has not taken what is there; 0 if it does. */
    long stalled(long now) {
        return complete || !waitingForUpstream ? 0 : now - lastByte;
    }

    private void pass(Buffer bytes, HttpClientRequest upstream, Consumer<Refusal> refused) {
        received += bytes.length();
        lastByte = deadlines.now();
        if (received > options.maxBody()) {
            refused.accept(tooLarge());
            return;
        }
        if (declared >= 0 && received > declared) {
            refused.accept(WRONG_LENGTH);
            return;
        }
        upstream.write(bytes);
        if (upstream.writeQueueFull()) {
            request.pause();
            flow(false);
            upstream.drainHandler(room -> {
                flow(true);
                request.resume();
            });
        }
    }

    private void flow(boolean flowing) {
        long now = deadlines.now();
        if (flowing) {
            waited += now - lastByte;
            lastByte = now;
        }
        waitingForUpstream = !flowing;
    }

    private Refusal tooLarge() {
        return new Refusal(
                ProblemType.CONTENT_TOO_LARGE, "The content is larger than " + options.maxBody() + " bytes.");
    }

    private boolean mayFollow() {
        if (request.version() != HttpVersion.HTTP_2) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        }
        HttpMethod method = request.method();
        return !(method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || method.equals(HttpMethod.DELETE)
                || method.equals(HttpMethod.OPTIONS));
    }

    /** The number, which HTTP/1 framing has checked; HTTP/2 counts the octets itself. */
    private static long lengthOf(@Nullable String digits) {
        try {
            return digits == null ? -1 : Long.parseLong(digits);
        } catch (NumberFormatException notANumber) {
            return Long.MAX_VALUE;
        }
    }
}
