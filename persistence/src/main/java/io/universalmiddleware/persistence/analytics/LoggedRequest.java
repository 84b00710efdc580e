package io.universalmiddleware.persistence.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as the log keeps it. Texts that say nothing are empty.
 *
 * @param expires the day on which it may go
 * @param seq its number; 0 before it has one
 * @param user the caller's name, if a token told it
 * @param key the id of the caller's API key
 * @param client the client's address
 * @param reason why the edge refused or cut it; null if it did not
 */
public record LoggedRequest(
        Instant expires,
        long seq,
        Instant at,
        String tenant,
        String route,
        String origin,
        String target,
        String method,
        String path,
        int status,
        long micros,
        long received,
        long sent,
        @Nullable String cache,
        String user,
        String key,
        String client,
        String requestId,
        String traceId,
        @Nullable String reason,
        @Nullable String detail) {}
