package io.universalmiddleware.cache.redis;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import java.util.Map;
import java.util.Objects;

/**
 * An announcement says that a row has a newer version.
 *
 * @param number its place in the epoch, from 1 without gaps
 */
public record Announcement(String epoch, long number, ViewRef ref, long version) {

    static Announcement of(long number, Map<String, String> fields) {
        String[] row = Objects.requireNonNull(fields.get("k")).split("/", 3);
        return new Announcement(
                Objects.requireNonNull(fields.get("e")),
                number,
                new ViewRef(new TenantId(row[0]), row[1], row[2]),
                Long.parseLong(Objects.requireNonNull(fields.get("v"))));
    }
}
