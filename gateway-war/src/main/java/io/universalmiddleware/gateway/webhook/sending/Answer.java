package io.universalmiddleware.gateway.webhook.sending;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request.
 *
 * @param status null if there was no answer
 * @param text how the answer begins; null if there was none
 * @param retryAfter what it asks for; zero if nothing
 * @param error why it counts as failed; null if it does not
 */
record Answer(
        @Nullable Integer status,
        @Nullable String text,
        Duration retryAfter,
        @Nullable String error) {
    private static final int GONE = 410;

    static Answer failed(String error) {
        return new Answer(null, null, Duration.ZERO, error);
    }

    boolean isDelivered() {
        return error == null;
    }

    /** Whether the endpoint wants nothing any more. */
    boolean isGone() {
        return status != null && status == GONE;
    }
}
