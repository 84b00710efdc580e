package io.universalmiddleware.gateway.proxy;

import io.netty.handler.codec.DateFormatter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Says in an answer when it was made, if whoever made it has not (RFC 9110, section 6.6.1). On one event loop. */
final class DateField {
    private final Clock clock;
    private long second = Long.MIN_VALUE;
    private @Nullable CharSequence text;

    DateField(Clock clock) {
        this.clock = clock;
    }

    void complete(HttpServerResponse response) {
        if (!response.headers().contains(HttpHeaders.DATE)) {
            response.putHeader(HttpHeaders.DATE, now());
        }
    }

    private CharSequence now() {
        long millis = clock.millis();
        CharSequence known = text;
        if (known == null || Math.floorDiv(millis, 1_000L) != second) {
            second = Math.floorDiv(millis, 1_000L);
            known = HttpHeaders.createOptimized(DateFormatter.format(new Date(millis)));
            text = known;
        }
        return known;
    }
}
