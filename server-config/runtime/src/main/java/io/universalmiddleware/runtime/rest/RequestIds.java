package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.trace.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a request: as it brought them if they are well formed, else new.
 *
 * @param requestId 1 to 64 of letters, digits, {@code . _ -}
 * @param trace the trace that the request belongs to
 */
record RequestIds(String requestId, TraceContext trace) {
    static final String REQUEST_ID = "X-Request-Id";
    static final String TRACEPARENT = "traceparent";

    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static RequestIds of(@Nullable String requestId, @Nullable String traceparent, Clock clock) {
        String id = requestId != null && WELL_FORMED.matcher(requestId).matches()
                ? requestId
                : Uuid7.next(clock).toString();
        return new RequestIds(id, TraceContext.continuing(traceparent));
    }

    /** The ids that the filter gave the request; null if it did not pass the filter. */
    static @Nullable RequestIds of(HttpServletRequest request) {
        return (RequestIds) request.getAttribute(ATTRIBUTE);
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The value of a header that the filter sets or replaces; null for any other. */
    @Nullable
    String header(String name) {
        if (REQUEST_ID.equalsIgnoreCase(name)) {
            return requestId;
        }
        return TRACEPARENT.equalsIgnoreCase(name) ? trace.traceparent() : null;
    }
}
