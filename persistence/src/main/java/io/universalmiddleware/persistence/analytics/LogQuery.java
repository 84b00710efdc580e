package io.universalmiddleware.persistence.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question about the log. What is null is not asked for.
 *
 * @param path how it begins
 * @param leastMicros how long it took at least; 0 for any
 * @param caller a user's name or an API key's id
 * @param from included
 * @param to not included
 * @param after the place behind which the page begins; null for the first
 * @param limit at most so many
 */
public record LogQuery(
        @Nullable String tenant,
        @Nullable String route,
        @Nullable String origin,
        TrafficQuery.@Nullable StatusRange status,
        @Nullable String method,
        @Nullable String path,
        long leastMicros,
        @Nullable String caller,
        @Nullable String client,
        @Nullable String requestId,
        @Nullable String traceId,
        Instant from,
        Instant to,
        @Nullable Place after,
        int limit) {

    /** A place in the log, latest first. */
    public record Place(Instant at, long seq) {}

    /** The same for another number. */
    public LogQuery limit(int other) {
        return page(after, other);
    }

    /** The same behind a place. */
    public LogQuery after(Place place) {
        return page(place, limit);
    }

    private LogQuery page(@Nullable Place behind, int most) {
        return new LogQuery(
                tenant,
                route,
                origin,
                status,
                method,
                path,
                leastMicros,
                caller,
                client,
                requestId,
                traceId,
                from,
                to,
                behind,
                most);
    }
}
