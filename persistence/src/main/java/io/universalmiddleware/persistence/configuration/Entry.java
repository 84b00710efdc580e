package io.universalmiddleware.persistence.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An entry is one thing that is configured, of some kind, with a name that is unique in its kind and tenant.
 *
 * @param document an object, as its author wrote it
 * @param references the keys of entries that must be there with it
 * @param claims what no other entry may claim
 * @param revision the one that last changed it
 */
public record Entry(
        UUID id,
        String kind,
        String tenant,
        String name,
        JsonNode document,
        Set<String> references,
        Set<String> claims,
        long revision,
        Instant createdAt,
        Instant changedAt) {

    public Entry {
        references = Set.copyOf(references);
        claims = Set.copyOf(claims);
    }

    /** What other entries refer to it by: {@code kind/tenant/name}. */
    public String key() {
        return key(kind, tenant, name);
    }

    /** The key of an entry; neither kind nor tenant has a slash. */
    public static String key(String kind, String tenant, String name) {
        return kind + '/' + tenant + '/' + name;
    }
}
