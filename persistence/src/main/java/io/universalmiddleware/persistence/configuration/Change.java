package io.universalmiddleware.persistence.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change is what a revision did to one entry.
 *
 * @param name the entry's name after it, or before it if that removed the entry
 * @param before its document; null if the revision created it
 * @param after its document; null if the revision removed it
 */
public record Change(
        UUID id,
        String kind,
        String tenant,
        String name,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {

    public Change {
        before = absentIfNull(before);
        after = absentIfNull(after);
    }

    private static @Nullable JsonNode absentIfNull(@Nullable JsonNode document) {
        return document == null || document.isNull() ? null : document;
    }
}
