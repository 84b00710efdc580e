package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import io.universalmiddleware.persistence.analytics.LogQuery;
import io.universalmiddleware.persistence.analytics.LogQuery.Place;
import io.universalmiddleware.persistence.analytics.TrafficQuery.StatusRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A question about the log, as its parameters ask it. */
final class LogQuestion {
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");
    private static final Duration USUAL = Duration.ofDays(1);

    private LogQuestion() {}

    /** @param usual how many are asked for if nothing is said */
    static LogQuery of(Administrator by, Parameters in, Instant now, int usual, int most) {
        String tenant = TrafficQuestion.tenant(by, in);
        String route = in.text("route");
        String origin = in.text("origin");
        @Nullable StatusRange status = in.status("status");
        String method = in.text("method");
        String path = in.text("path");
        @Nullable Duration least = in.duration("minDuration", Duration.ZERO, Duration.ofDays(1));
        String caller = in.text("caller");
        String client = in.text("client");
        String requestId = in.text("requestId");
        String traceId = in.text("traceId");
        Span span = in.span(now, USUAL, TenantDefinition.LONGEST_LOG);
        @Nullable Place after = place(in);
        int limit = in.integer("limit", usual, 1, most);
        in.end();
        return new LogQuery(
                tenant,
                route,
                origin,
                status,
                method == null ? null : method.toUpperCase(Locale.ROOT),
                path,
                least == null ? 0 : least.toMillis() * 1_000,
                caller,
                client,
                requestId,
                traceId,
                span.from(),
                span.to(),
                after,
                limit);
    }

    /** The cursor of the page behind a place. */
    static String cursor(Place place) {
        return place.at().toEpochMilli() + "-" + place.seq();
    }

    private static @Nullable Place place(Parameters in) {
        String cursor = in.text("cursor");
        if (cursor == null) {
            return null;
        }
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            in.violation("cursor", "expected a page's nextCursor");
            return null;
        }
        return new Place(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), Long.parseLong(parts.group(2)));
    }
}
