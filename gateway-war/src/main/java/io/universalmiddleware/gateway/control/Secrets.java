package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What becomes of an API key's secrets. */
final class Secrets {
    static final String FIELD = "secrets";
    private static final String ENABLED = "enabled";
    private static final String EXPIRES = "expiresAt";
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final int MOST_OLD = 4;

    private Secrets() {}

    /**
     * The key's document with a new secret before the old ones, which end after the request's {@code overlap} (by default at
     * once) or earlier; those that have ended are left out.
     */
    static ObjectNode rotated(Entry before, ObjectNode request, NewSecret secret, Instant now, Violations violations) {
        Section section = Section.of(request, violations);
        Instant end = now.plus(section.duration("overlap", Duration.ZERO, Duration.ZERO, LONGEST_OVERLAP))
                .truncatedTo(ChronoUnit.SECONDS);
        section.end();
        ArrayNode secrets = JsonNodeFactory.instance.arrayNode().add(secret.kept());
        for (JsonNode old : before.document().path(FIELD)) {
            Instant ends = old.has(EXPIRES) ? Instant.parse(old.path(EXPIRES).textValue()) : Instant.MAX;
            Instant sooner = ends.isBefore(end) ? ends : end;
            if (sooner.isAfter(now) && secrets.size() <= MOST_OLD) {
                ObjectNode kept = old.deepCopy();
                secrets.add(kept.put(EXPIRES, sooner.toString()));
            }
        }
        ObjectNode rotated = before.document().deepCopy();
        rotated.set(FIELD, secrets);
        return rotated;
    }

    /** A former document of the key with the secrets that it has now, and enabled only if it is now. */
    static ObjectNode asTheyAre(ObjectNode former, Entry now) {
        former.set(FIELD, now.document().path(FIELD));
        boolean enabled = former.path(ENABLED).asBoolean(true)
                && now.document().path(ENABLED).asBoolean(true);
        return former.put(ENABLED, enabled);
    }

    /** The key's document without secrets, disabled. */
    static ObjectNode revoked(Entry before) {
        ObjectNode revoked = before.document().deepCopy();
        revoked.putArray(FIELD);
        return revoked.put(ENABLED, false);
    }
}
