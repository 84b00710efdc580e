package io.universalmiddleware.persistence.configuration;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry query selects a page of the entries of one kind.
 *
 * @param tenant only its entries; null stands for all tenants
 * @param fields only entries whose document has these values, as text, in these fields of its top level
 * @param sort by what
 * @param descending whether the greatest comes first
 * @param after the place behind which the page begins; null for the first page
 * @param limit at most so many
 */
public record EntryQuery(
        String kind,
        @Nullable String tenant,
        Map<String, String> fields,
        Sort sort,
        boolean descending,
        @Nullable Place after,
        int limit) {

    public EntryQuery {
        fields = Map.copyOf(fields);
    }

    /** What a list is sorted by: the entry's creation, its last change, or a field of its document's top level. */
    public sealed interface Sort {
        record Created() implements Sort {}

        record Changed() implements Sort {}

        record Field(String name) implements Sort {}
    }

    /**
     * A place in a sorted list.
     *
     * @param value the sorted value as JSON
     */
    public record Place(String value, UUID id) {}

    /**
     * An entry and its place in the list that was asked for.
     */
    public record Placed(Entry entry, Place place) {}
}
