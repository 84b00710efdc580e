package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.gateway.webhook.Signature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on the sender's event loop. */
final class Exchange {
    private static final String AGENT = "Universal-Middleware-Webhooks";
    private static final int KEPT_BYTES = 2_048;
    private static final int LONGEST_ERROR = 500;

    private final CompletableFuture<Answer> answered;
    private final Clock clock;
    private final Buffer text = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;

    Exchange(CompletableFuture<Answer> answered, Clock clock) {
        this.answered = answered;
        this.clock = clock;
    }

    boolean isOver() {
        return answered.isDone();
    }

    void send(HttpClientRequest connected, SignedRequest signed) {
        request = connected;
        if (isOver()) {
            connected.connection().close();
            return;
        }
        connected.exceptionHandler(this::fail);
        signed.to().headers().forEach(connected::putHeader);
        connected
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", AGENT)
                .putHeader(Signature.ID, signed.id())
                .putHeader(Signature.TIMESTAMP, Long.toString(signed.timestamp()))
                .putHeader(Signature.SIGNATURE, signed.signature())
                .send(Buffer.buffer(signed.body()))
                .onSuccess(this::read)
                .onFailure(this::fail);
    }

    /** The time is over. If the status was told it counts, however long the rest may take. */
    void late(String why) {
        if (response == null) {
            fail(why);
        } else {
            end(true);
        }
    }

    void fail(Throwable cause) {
        if (response != null) {
            end(true);
        } else {
            fail(SendingFault.said(cause));
        }
    }

    void fail(String why) {
        String clean = clean(why);
        if (answered.complete(
                Answer.failed(clean.length() > LONGEST_ERROR ? clean.substring(0, LONGEST_ERROR) + '…' : clean))) {
            close();
        }
    }

    private void read(HttpClientResponse head) {
        response = head;
        head.exceptionHandler(this::fail);
        head.handler(piece -> {
            int room = KEPT_BYTES - text.length();
            text.appendBuffer(piece.length() > room ? piece.slice(0, room) : piece);
            if (text.length() >= KEPT_BYTES) {
                end(true);
            }
        });
        head.endHandler(end -> end(false));
    }

    /** @param cut whether the rest of the answer is still to come */
    private void end(boolean cut) {
        HttpClientResponse head = response;
        if (head == null) {
            return;
        }
        int status = head.statusCode();
        Duration asked = RetryAfter.read(head.getHeader("Retry-After"), clock.instant());
        boolean completed = answered.complete(new Answer(
                status,
                clean(text.toString(StandardCharsets.UTF_8)),
                asked,
                status / 100 == 2
                        ? null
                        : "the answer is " + status + (status / 100 == 3 ? ", and redirects are not followed" : "")));
        if (completed && cut) {
            close();
        }
    }

    private void close() {
        HttpClientRequest open = request;
        if (open != null) {
            open.connection().close();
        }
    }

    /** Without what PostgreSQL cannot keep, or a terminal would obey. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> clean.appendCodePoint(
                        (Character.isISOControl(c) && c != '\n' && c != '\t') || (c >= 0xD800 && c <= 0xDFFF)
                                ? 0xFFFD
                                : c));
        return clean.toString();
    }
}
