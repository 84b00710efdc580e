package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;

/**
 * A fault disturbs some requests of a route on purpose: late, or not at all ({@code "fault"} of a route).
 *
 * @param delayed buckets of {@link Buckets#COUNT}
 * @param aborted buckets of {@link Buckets#COUNT}
 * @param status of those that are aborted
 * @param conditions what a request must carry to be disturbed; empty for every request
 */
public record Fault(int delayed, Duration delay, int aborted, int status, Conditions conditions) {

    /**
     * Reads {@code delay} with {@code percent} (100) and {@code duration} (1s; 1ms to 30s), {@code abort} with
     * {@code percent} (100) and {@code status} (503; 400 to 599), {@code headers} and {@code cookies} (none: every request).
     */
    public static Fault read(Section in) {
        if (!in.has("delay") && !in.has("abort")) {
            in.violation("expected delay or abort");
        }
        Section late = in.object("delay").orElse(null);
        Section gone = in.object("abort").orElse(null);
        Duration second = Duration.ofSeconds(1);
        return new Fault(
                late == null ? 0 : buckets(late),
                late == null ? second : late.duration("duration", second, Duration.ofMillis(1), Duration.ofSeconds(30)),
                gone == null ? 0 : buckets(gone),
                gone == null ? 503 : gone.integer("status", 503, 400, 599),
                Conditions.read(in));
    }

    private static int buckets(Section in) {
        return (int) Math.round(in.number("percent", 100, 0, 100) * Buckets.COUNT / 100);
    }
}
