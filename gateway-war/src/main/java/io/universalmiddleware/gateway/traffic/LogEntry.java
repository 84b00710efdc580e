package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.filter.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A log entry is one request as the log keeps it. Texts are as they came; whoever writes them makes them fit.
 *
 * <p>No header, no body, no query and no credential is in it.
 *
 * @param startedAt in milliseconds since 1970
 * @param route empty if none took it
 * @param origin empty if none was asked
 * @param target of the origin, the last that was tried; empty if none was
 * @param path canonical; empty if it could not be read
 * @param micros to the end of the answer
 * @param cache what the cache did with it; null if the route has none
 * @param client the address
 * @param reason why the edge refused or cut it; null if it did not
 * @param detail what the client was told of that
 */
public record LogEntry(
        long startedAt,
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
        Caller caller,
        String client,
        String requestId,
        String traceId,
        @Nullable String reason,
        @Nullable String detail) {}
