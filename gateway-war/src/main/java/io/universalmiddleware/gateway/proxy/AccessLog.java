package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.RequestMarks;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access log has one line for each exchange, of parts that cannot break a line. Off unless configured. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("um.access");

    private final boolean on;

    AccessLog(boolean on) {
        this.on = on;
    }

    boolean isOn() {
        return on;
    }

    /** @param path canonical; null if the request's is not known */
    void ended(
            String method,
            @Nullable String path,
            int status,
            long nanos,
            long sent,
            String upstream,
            String client,
            RequestMarks marks) {
        if (on) {
            LOG.info(
                    "{} {} {} {}ms {}B upstream={} client={} request={} trace={}",
                    method,
                    path == null ? "-" : path,
                    status,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    sent,
                    upstream,
                    client,
                    marks.requestId(),
                    marks.trace().traceId());
        }
    }
}
