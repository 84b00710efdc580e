package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.document.DurationText;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import io.universalmiddleware.persistence.analytics.TrafficQuery.Dimension;
import io.universalmiddleware.persistence.analytics.TrafficQuery.StatusRange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about counts, as its parameters ask it: which requests, when, told apart by what. What it may cost is bounded by
 * range, step and groups.
 */
final class TrafficQuestion {
    static final Duration LONGEST = Duration.ofDays(400);
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST_BY_MINUTE = Duration.ofHours(48);
    private static final int USUAL_POINTS = 120;
    private static final int MOST_POINTS = 1_500;
    private static final int MOST_IN_ALL = 20_000;
    private static final List<Duration> STEPS = List.of(
            MINUTE, Duration.ofMinutes(5), Duration.ofMinutes(15), HOUR, Duration.ofHours(6), Duration.ofDays(1));

    private TrafficQuestion() {}

    /** One point a group. @param minutesKept how long counts by minute are kept */
    static TrafficQuery summary(Administrator by, Parameters in, Instant now, Duration minutesKept) {
        Span asked = in.span(now, USUAL, LONGEST);
        boolean hours =
                asked.length().compareTo(LONGEST_BY_MINUTE) > 0 || asked.from().isBefore(now.minus(minutesKept));
        return query(by, in, asked.whole(hours), hours, Duration.ZERO, in.integer("limit", 50, 1, 1_000));
    }

    /** A point a step and group. */
    static TrafficQuery series(Administrator by, Parameters in, Instant now, Duration minutesKept) {
        Span asked = in.span(now, USUAL, LONGEST);
        Duration given = in.duration("step", MINUTE, Duration.ofDays(30));
        boolean old = asked.from().isBefore(now.minus(minutesKept));
        Duration step = given == null ? usualStep(asked, old) : given;
        boolean hours = step.toSeconds() % HOUR.toSeconds() == 0;
        int groups = in.integer("limit", 10, 1, 100);
        if (step.toSeconds() % MINUTE.toSeconds() != 0) {
            in.violation("step", "expected whole minutes");
        } else if (!hours && old) {
            in.violation("step", "expected whole hours: minutes are kept for " + DurationText.format(minutesKept));
        } else {
            long points = asked.length().dividedBy(step) + 1;
            if (points > MOST_POINTS || points * groups > MOST_IN_ALL) {
                in.violation(
                        "step",
                        "expected a longer step, a shorter time or a smaller limit: at most " + MOST_POINTS + " steps, "
                                + MOST_IN_ALL + " points in all");
            }
        }
        return query(by, in, asked.whole(hours), hours, step, groups);
    }

    /** The tenant that is asked about; null for all. What is not theirs is not found. */
    static @Nullable String tenant(Administrator by, Parameters in) {
        String tenant = in.text("tenant");
        if (tenant == null) {
            return by.onlyTenant();
        }
        if (!by.manages(tenant)) {
            throw Reading.noTenant(tenant);
        }
        return tenant;
    }

    private static TrafficQuery query(
            Administrator by, Parameters in, Span span, boolean hours, Duration step, int groups) {
        String tenant = tenant(by, in);
        String route = in.text("route");
        String origin = in.text("origin");
        @Nullable StatusRange status = in.status("status");
        Set<Dimension> dimensions = dimensions(in);
        in.end();
        return new TrafficQuery(tenant, route, origin, status, span.from(), span.to(), hours, step, dimensions, groups);
    }

    private static Set<Dimension> dimensions(Parameters in) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        String text = in.text("groupBy");
        for (String word : text == null || text.isEmpty() ? new String[0] : text.split(",", 6)) {
            if (word.matches("tenant|route|origin|status")) {
                dimensions.add(Dimension.valueOf(word.toUpperCase(Locale.ROOT)));
            } else {
                in.violation("groupBy", "expected some of tenant, route, origin and status, with commas");
                return dimensions;
            }
        }
        return dimensions;
    }

    private static Duration usualStep(Span span, boolean old) {
        return STEPS.stream()
                .filter(step -> !old || step.compareTo(HOUR) >= 0)
                .filter(step -> span.length().dividedBy(step) <= USUAL_POINTS)
                .findFirst()
                .orElse(Duration.ofDays(5));
    }
}
