package io.universalmiddleware.persistence.configuration;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision is a set of changes that came into force together.
 *
 * @param number from 1, without gaps
 * @param actor who made it
 * @param action what was asked for, in a few words
 * @param note why, if its author said so
 */
public record Revision(
        long number,
        Instant at,
        String actor,
        String action,
        @Nullable String note,
        List<Change> changes) {

    public Revision {
        changes = List.copyOf(changes);
    }
}
