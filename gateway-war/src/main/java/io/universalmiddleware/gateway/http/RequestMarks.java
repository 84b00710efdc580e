package io.universalmiddleware.gateway.http;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.trace.TraceContext;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The marks by which a request is found again: its id and its trace.
 *
 * @param requestId a client's own id if it is valid, else a UUID of version 7
 * @param trace the client's trace if it is valid, else a new one; its span is the edge's
 * @param client the client's own span; null if it sent no valid trace
 * @param traceState what other tracing systems said; only with a valid trace of the client
 */
public record RequestMarks(
        String requestId,
        TraceContext trace,
        @Nullable TraceContext client,
        @Nullable String traceState) {
    private static final int MAX_ID = 64;
    private static final int MAX_TRACE_STATE = 512;

    /** Takes what a client brought, as far as it is valid. */
    public static RequestMarks of(
            @Nullable String requestId, @Nullable String traceparent, @Nullable String tracestate, Clock clock) {
        String id = requestId != null && isId(requestId)
                ? requestId
                : Uuid7.next(clock, ThreadLocalRandom.current()).toString();
        if (traceparent == null) {
            return new RequestMarks(id, TraceContext.start(), null, null);
        }
        return TraceContext.parse(traceparent)
                .map(trace -> new RequestMarks(id, trace.child(), trace, traceState(tracestate)))
                .orElseGet(() -> new RequestMarks(id, TraceContext.start(), null, null));
    }

    /** The same with a span of the edge that is recorded. */
    public RequestMarks in(TraceContext recorded) {
        return new RequestMarks(requestId, recorded, client, traceState);
    }

    private static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_ID;
    }

    private static @Nullable String traceState(@Nullable String text) {
        return text != null && text.length() <= MAX_TRACE_STATE && FieldSyntax.isValue(text) ? text : null;
    }
}
