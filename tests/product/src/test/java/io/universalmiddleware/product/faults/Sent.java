package io.universalmiddleware.product.faults;

import io.universalmiddleware.product.http.Answer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the recorder wrote it down.
 *
 * @param answer null if none came
 * @param fault why none came
 */
record Sent(
        String key,
        String type,
        String aggregate,
        Map<String, Object> payload,
        Instant at,
        @Nullable Answer answer,
        @Nullable String fault) {

    boolean acknowledged() {
        return answer != null && answer.status() / 100 == 2;
    }

    boolean refusedByFault() {
        return answer != null && answer.status() >= 500;
    }
}
