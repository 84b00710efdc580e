package io.universalmiddleware.product.nodes;

import io.universalmiddleware.product.http.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again whose connection ended before an answer, as clients of HTTP do (RFC 9110, section 9.2.2), and counts. One that is not
 * answered in time is not sent again.
 */
final class Resending {
    private static final int TRIES = 10;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();

    /** Null if none came, however often it was sent. */
    @Nullable
    Answer answered(Supplier<Answer> request) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            requests.incrementAndGet();
            try {
                return request.get();
            } catch (UncheckedIOException connectionEnded) {
                if (connectionEnded.getCause() instanceof HttpTimeoutException) {
                    throw connectionEnded;
                }
                sentAgain.incrementAndGet();
            }
        }
        return null;
    }

    int count() {
        return requests.get();
    }

    @Override
    public String toString() {
        return requests + " requests, " + sentAgain + " sent again after a connection ended";
    }
}
