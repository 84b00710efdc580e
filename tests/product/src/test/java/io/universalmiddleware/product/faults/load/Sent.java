package io.universalmiddleware.product.faults.load;

import io.universalmiddleware.product.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command as it was sent once, and what came of it.
 *
 * @param node where to
 * @param status of the answer; 0 if none came
 * @param commandId of an acknowledged command, else null
 * @param refusal null unless the answer was neither an acknowledgement nor one that may be tried again
 */
public record Sent(
        String key,
        String type,
        String aggregate,
        Map<String, Object> payload,
        String node,
        Instant at,
        Duration took,
        int status,
        @Nullable String commandId,
        @Nullable String refusal) {

    /** One that was answered. */
    static Sent answered(Wish wish, String node, Instant at, Duration took, Answer answer) {
        boolean acknowledged = answer.status() / 100 == 2;
        return new Sent(
                wish.key(),
                wish.type(),
                wish.aggregate(),
                wish.payload(),
                node,
                at,
                took,
                answer.status(),
                acknowledged ? answer.commandId() : null,
                acknowledged || mayBeTriedAgain(answer) ? null : answer.brief());
    }

    /** One that got no answer. */
    static Sent unanswered(Wish wish, String node, Instant at, Duration took) {
        return new Sent(wish.key(), wish.type(), wish.aggregate(), wish.payload(), node, at, took, 0, null, null);
    }

    public boolean acknowledged() {
        return commandId != null;
    }

    /** What a client wants done, whatever happens: sent again with the same key until it is acknowledged. */
    record Wish(String key, String type, String aggregate, Map<String, Object> payload) {}

    private static boolean mayBeTriedAgain(Answer answer) {
        boolean problem = answer.headers()
                .firstValue("Content-Type")
                .filter("application/problem+json"::equals)
                .isPresent();
        boolean says = answer.headers().firstValue("Retry-After").isPresent();
        return problem
                && switch (answer.status()) {
                    case 409, 429, 503 -> says;
                    case 502, 504 -> true;
                    default -> false;
                };
    }
}
