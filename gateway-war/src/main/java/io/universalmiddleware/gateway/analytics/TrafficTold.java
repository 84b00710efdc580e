package io.universalmiddleware.gateway.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.universalmiddleware.gateway.document.DurationText;
import io.universalmiddleware.gateway.traffic.Histogram;
import io.universalmiddleware.persistence.analytics.TopPlace;
import io.universalmiddleware.persistence.analytics.TrafficPoint;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import io.universalmiddleware.persistence.analytics.TrafficQuery.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients are told of counts. */
final class TrafficTold {
    private TrafficTold() {}

    /** What requests have in common. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "TrafficGroup",
            description = "What requests have in common; what they are not told apart by is absent.")
    record Group(
            @Nullable String tenant,

            @Schema(description = "Empty for what no route took.") @Nullable
            String route,

            @Schema(description = "Empty where no origin was asked.") @Nullable
            String origin,

            @Nullable Integer status) {

        static Group of(TrafficPoint point, Set<Dimension> by) {
            return new Group(
                    by.contains(Dimension.TENANT) ? point.tenant() : null,
                    by.contains(Dimension.ROUTE) ? point.route() : null,
                    by.contains(Dimension.ORIGIN) ? point.origin() : null,
                    by.contains(Dimension.STATUS) ? (Integer) point.status() : null);
        }
    }

    /** Numbers of requests. */
    @Schema(
            name = "TrafficFigures",
            description = "Counts are exact; quantiles are within 3.2 % of a duration that was measured.")
    record Figures(
            long requests,

            @Schema(description = "Requests a second, over the time that has passed.")
            double rate,

            @Schema(description = "Answered 4xx.") long clientErrors,
            @Schema(description = "Answered 5xx.") long serverErrors,

            @Schema(description = "serverErrors of requests, 0 to 1.")
            double errorRate,

            @Schema(description = "Bytes of bodies from clients.")
            long bytesReceived,

            @Schema(description = "Bytes of bodies to clients.")
            long bytesSent,

            @Schema(description = "Milliseconds.") double mean,
            @Schema(description = "Milliseconds.") double p50,
            @Schema(description = "Milliseconds.") double p95,
            @Schema(description = "Milliseconds.") double p99) {

        static Figures of(TrafficPoint point, double seconds) {
            Histogram durations = new Histogram();
            durations.add(point.bins());
            double requests = Math.max(1, point.requests());
            return new Figures(
                    point.requests(),
                    rounded(point.requests() / seconds),
                    point.clientErrors(),
                    point.serverErrors(),
                    rounded(point.serverErrors() / requests),
                    point.received(),
                    point.sent(),
                    rounded(point.micros() / requests / 1_000),
                    rounded(durations.quantile(0.5) / 1_000),
                    rounded(durations.quantile(0.95) / 1_000),
                    rounded(durations.quantile(0.99) / 1_000));
        }
    }

    /** A group's numbers. */
    record Item(@JsonUnwrapped Group group, @JsonUnwrapped Figures figures) {}

    /** Groups. */
    @Schema(name = "TrafficSummary", description = "Groups of requests, those with the most requests first.")
    record Summary(
            @Schema(description = "From here, in whole minutes or hours.")
            Instant from,

            @Schema(description = "To before here.") Instant to,

            @Schema(
                    type = SchemaType.ARRAY,
                    implementation = Object.class,
                    description = "A group and its figures: tenant, route, origin, status; requests, rate, "
                            + "clientErrors, serverErrors, errorRate, bytesReceived, bytesSent, mean, p50, p95, p99.")
            List<Item> items) {

        static Summary of(TrafficQuery query, List<TrafficPoint> points, Instant now) {
            double seconds = new Span(query.from(), query.to()).passed(now);
            return new Summary(
                    query.from(),
                    query.to(),
                    points.stream()
                            .map(point -> new Item(Group.of(point, query.by()), Figures.of(point, seconds)))
                            .toList());
        }
    }

    /** Numbers of a step. */
    record Point(Instant at, @JsonUnwrapped Figures figures) {}

    /** The steps of a group. */
    record Line(@JsonUnwrapped Group group, List<Point> points) {}

    /** Groups over time. */
    @Schema(name = "TrafficSeries", description = "Groups of requests over time. A step without requests has no point.")
    record Series(
            Instant from,
            Instant to,
            @Schema(description = "How long a point is.") String step,

            @Schema(
                    type = SchemaType.ARRAY,
                    implementation = Object.class,
                    description = "A group and its points: at, and the figures of a summary.")
            List<Line> items) {

        static Series of(TrafficQuery query, List<TrafficPoint> points, Instant now) {
            Map<Group, List<Point>> lines = new LinkedHashMap<>();
            Duration step = query.step();
            for (TrafficPoint point : points) {
                double seconds = new Span(point.at(), point.at().plus(step)).passed(now);
                lines.computeIfAbsent(Group.of(point, query.by()), first -> new ArrayList<>())
                        .add(new Point(point.at(), Figures.of(point, seconds)));
            }
            return new Series(
                    query.from(),
                    query.to(),
                    DurationText.format(step),
                    lines.entrySet().stream()
                            .map(line -> new Line(line.getKey(), line.getValue()))
                            .toList());
        }
    }

    /** Somebody who asks much. */
    @Schema(name = "TrafficAsker", description = "Somebody who asked much.")
    record Asker(
            String tenant,

            @Schema(description = "A user's name, an API key's id, or an address.")
            String asker,

            @Schema(description = "At least as many as there were, at most over too many.")
            long requests,

            long over,

            @Schema(description = "Answered 4xx or 5xx; at least so many.")
            long failures,

            @Schema(description = "Of bodies, both ways; at least so many.")
            long bytes) {}

    /** Who asked most. */
    @Schema(name = "TrafficTop", description = "Who asked most, most requests first.")
    record Top(Instant from, Instant to, String by, List<Asker> items) {

        static Top of(Span span, String by, List<TopPlace> places) {
            return new Top(
                    span.from(),
                    span.to(),
                    by,
                    places.stream()
                            .map(place -> new Asker(
                                    place.tenant(),
                                    place.asker(),
                                    place.requests(),
                                    place.over(),
                                    place.failures(),
                                    place.bytes()))
                            .toList());
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
