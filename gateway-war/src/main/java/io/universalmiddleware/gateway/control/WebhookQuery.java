package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.LogQuery;
import io.universalmiddleware.persistence.webhook.Replayed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads which deliveries of a webhook are asked for. */
final class WebhookQuery {
    /** A replay sets at most so many going. */
    static final int MOST_REPLAYED = 10_000;

    private static final String TIME = "expected an ISO 8601 time such as 2027-01-31T12:00:00Z";
    private static final String STATUS = "expected pending, delivered, failed or skipped";

    private WebhookQuery() {}

    /** A page of the log, and one more; by parameters. */
    static Function<UUID, LogQuery> page(
            @Nullable String status,
            @Nullable String type,
            @Nullable String since,
            @Nullable String until,
            @Nullable String cursor,
            String limit) {
        Violations violations = new Violations();
        @Nullable DeliveryStatus wanted = status(status, "status", violations);
        @Nullable Instant from = time(since, "since", violations);
        @Nullable Instant to = time(until, "until", violations);
        if (type != null && type.indexOf('\0') >= 0) {
            violations.add("type", "expected an event type");
        }
        Refusing.ifAny(violations);
        @Nullable UUID before = PageParameters.cursor(cursor, WebhookQuery::id);
        int most = PageParameters.limit(limit) + 1;
        return webhook -> new LogQuery(webhook, wanted, type, from, to, before, most);
    }

    /** What a replay is about; by its request. */
    static Replay replay(ObjectNode request) {
        Violations violations = new Violations();
        Section section = Section.of(request, violations);
        @Nullable Instant since = time(section.required("since"), "/since", violations);
        @Nullable Instant until = time(section.text("until"), "/until", violations);
        @Nullable DeliveryStatus status = status(section.text("status"), "/status", violations);
        @Nullable String type = section.text("type");
        Replayed.@Nullable Place after = place(section.text("cursor"), violations);
        if (status == DeliveryStatus.PENDING) {
            violations.add("/status", "expected delivered, failed or skipped: what is pending is sent anyway");
        }
        if (since != null && until != null && until.isBefore(since)) {
            violations.add("/until", "is before since");
        }
        section.end();
        Refusing.ifAny(violations);
        return new Replay(webhook -> new LogQuery(webhook, status, type, since, until, null, MOST_REPLAYED), after);
    }

    /** The cursor of what is behind a place. */
    static String cursor(Replayed.Place place) {
        return place.occurredAt() + "_" + place.id();
    }

    /** What a replay is about. @param after only what is behind this place */
    record Replay(Function<UUID, LogQuery> query, Replayed.@Nullable Place after) {}

    /** A delivery's id. */
    static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant time(@Nullable String text, String at, Violations violations) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            if (Math.abs(time.getEpochSecond()) < 100_000_000_000L) { // what PostgreSQL can tell
                return time;
            }
        } catch (DateTimeException other) {
            // told below
        }
        violations.add(at, TIME);
        return null;
    }

    private static Replayed.@Nullable Place place(@Nullable String cursor, Violations violations) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        int between = cursor.indexOf('_');
        @Nullable UUID id = id(cursor.substring(between + 1)).orElse(null);
        Violations found = new Violations();
        @Nullable Instant time = time(cursor.substring(0, Math.max(0, between)), "", found);
        if (id == null || time == null) {
            violations.add("/cursor", "expected the nextCursor of a replay");
            return null;
        }
        return new Replayed.Place(time, id);
    }

    private static @Nullable DeliveryStatus status(@Nullable String text, String at, Violations violations) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Optional<DeliveryStatus> status = DeliveryStatus.of(text);
        if (status.isEmpty()) {
            violations.add(at, STATUS);
        }
        return status.orElse(null);
    }
}
