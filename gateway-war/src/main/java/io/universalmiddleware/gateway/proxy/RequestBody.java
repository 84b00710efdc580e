package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request body streams from a client to an upstream; what the upstream does not take stays with the client.
 *
 * <p>No more than a few buffers are ever in memory. A declared length above the limit is refused at once, a body that
 * outgrows it when it does.
 */
final class RequestBody {
    private static final int MOST_KEPT = 64 * 1024;
    private static final Refusal WRONG_LENGTH = Refusal.malformed("The body is not as long as Content-Length says.");

    private final HttpServerRequest request;
    private final ListenerOptions options;
    private final Deadlines deadlines;
    private final long declared;
    private final boolean chunked;
    private final Set<String> ofOneHop;
    private boolean complete;
    private boolean waitingForUpstream = true;
    private long received;
    private long waited;
    private long since;
    private long lastByte;
    private long most;
    private @Nullable HttpClientRequest taker;
    private @Nullable MultiMap trailers;
    private Predicate<String> withheld = name -> false;
    private @Nullable Buffer kept;
    private byte @Nullable [] whole;

    RequestBody(HttpServerRequest request, ListenerOptions options, Deadlines deadlines) {
        this.request = request;
        this.options = options;
        this.deadlines = deadlines;
        most = options.maxBody();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        declared = length == null ? -1 : lengthOf(length);
        chunked = declared < 0 && mayFollow();
        complete = declared <= 0 && !chunked;
        ofOneHop = complete ? Set.of() : HeaderRules.namedBy(request.headers().getAll(HttpHeaders.CONNECTION));
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

    /** Takes fewer bytes than the listener does. */
    void limit(long bytes) {
        most = Math.min(most, bytes);
    }

    /** Keeps what passes, as far as it is small, so that it can be sent once more. */
    void keep() {
        if (!complete) {
            kept = Buffer.buffer();
        }
    }

    /** Whether all of it, until now, can be sent once more. */
    boolean canRepeat() {
        return whole != null || kept != null || received == 0;
    }

    /** Has this sent in its place, now that it has been read. */
    void replace(byte[] other) {
        whole = other;
    }

    /** Says which fields may not stand behind it, beside those of one hop and those that stand in the head that is sent. */
    void withoutTrailers(Predicate<String> names) {
        withheld = names;
    }

    /** Why it is not taken, from its header alone. */
    Optional<Refusal> complaint() {
        return declared > most ? Optional.of(tooLarge()) : Optional.empty();
    }

    /** Leaves it with the client until somebody takes it. */
    void hold() {
        if (!complete) {
            request.pause();
        } else if (request.version() == HttpVersion.HTTP_2) {
            request.handler(piece -> {
                if (piece.length() > 0) {
                    request.response().reset();
                }
            });
        }
    }

    /** Sends the request's head, and the body as it comes; what is already there first. */
    void sendTo(HttpClientRequest upstream, Runnable sent, Consumer<Refusal> refused) {
        taker = upstream;
        byte[] all = whole;
        if (all != null) {
            if (all.length > 0 || declared >= 0 || chunked) {
                upstream.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(all.length));
            }
            upstream.end(ResponseBody.wrap(all, 0, all.length));
            sent.run();
            return;
        }
        if (declared >= 0) {
            upstream.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(declared));
        } else if (chunked) {
            upstream.setChunked(true);
        }
        if (complete) {
            if (trailers != null && (chunked || upstream.version() == HttpVersion.HTTP_2)) {
                upstream.sendHead();
                if (kept != null && kept.length() > 0) {
                    upstream.write(kept.copy());
                }
                RequestTrailers.end(upstream, trailers, name -> mayNotTrail(name, upstream));
            } else if (kept == null) {
                upstream.end();
            } else {
                upstream.end(kept.copy());
            }
            sent.run();
            return;
        }
        upstream.sendHead();
        if (kept != null && kept.length() > 0) {
            upstream.write(kept.copy());
        }
        request.handler(bytes -> pass(bytes, upstream, refused));
        request.endHandler(end -> {
            complete = true;
            if (declared >= 0 && received != declared) {
                refused.accept(WRONG_LENGTH);
                return;
            }
            trailers = RequestTrailers.of(request);
            if (trailers != null && (chunked || upstream.version() == HttpVersion.HTTP_2)) {
                RequestTrailers.end(upstream, trailers, name -> mayNotTrail(name, upstream));
            } else {
                upstream.end();
            }
            sent.run();
        });
        flow(true);
        request.resume();
    }

    /** Leaves the rest with the client: who took it has failed. */
    void detach() {
        taker = null;
        if (!complete) {
            request.pause();
            flow(false);
        }
    }

    /** Whether there is none, and nothing in the header speaks of one. */
    boolean isNone() {
        return declared < 0 && !chunked && whole == null;
    }

    /** Bytes that Content-Length says; negative if it says none and there may be some. */
    long announced() {
        return declared >= 0 ? declared : chunked ? -1 : 0;
    }

    /** Reads all of it into memory, unless it is larger. */
    void collect(int asked, Consumer<byte[]> all, Runnable tooLarge, Consumer<Refusal> refused) {
        long bound = Math.min(asked, most);
        if (complete) {
            all.accept(new byte[0]);
            return;
        }
        Buffer read = Buffer.buffer((int) Math.max(0, Math.min(declared, bound)));
        request.handler(bytes -> {
            received += bytes.length();
            lastByte = deadlines.now();
            if (received > bound) {
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
        request.resume();
    }

    /** Hands on each piece as it comes. @param end is told when all of it has come */
    void read(Consumer<Buffer> each, Runnable end) {
        if (complete) {
            end.run();
            return;
        }
        request.handler(bytes -> {
            received += bytes.length();
            lastByte = deadlines.now();
            each.accept(bytes);
        });
        request.endHandler(all -> {
            complete = true;
            end.run();
        });
        flow(true);
        request.resume();
    }

    /** Leaves what comes next with the client for now. */
    void rest() {
        if (!complete) {
            request.pause();
            flow(false);
        }
    }

    /** Takes again what comes. */
    void resume() {
        if (!complete) {
            flow(true);
            request.resume();
        }
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
        if (received > most) {
            refused.accept(tooLarge());
            return;
        }
        if (declared >= 0 && received > declared) {
            refused.accept(WRONG_LENGTH);
            return;
        }
        if (kept != null) {
            kept = kept.length() + bytes.length() <= MOST_KEPT ? kept.appendBuffer(bytes) : null;
        }
        if (taker != upstream) {
            return; // only what is kept can be sent again, and this is
        }
        upstream.write(bytes);
        if (upstream.writeQueueFull()) {
            request.pause();
            flow(false);
            upstream.drainHandler(room -> {
                if (taker == upstream) {
                    flow(true);
                    request.resume();
                }
            });
        }
    }

    private boolean mayNotTrail(String name, HttpClientRequest upstream) {
        return Headers.isNamed(ofOneHop, name)
                || withheld.test(name)
                || upstream.headers().contains(name);
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
        return tooLarge(most);
    }

    /** @param most bytes that are taken */
    static Refusal tooLarge(long most) {
        return new Refusal(ProblemType.CONTENT_TOO_LARGE, "The content is larger than " + most + " bytes.");
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
