package io.universalmiddleware.cache.view;

import org.jspecify.annotations.Nullable;

/**
 * A view value is a row as caches hold it.
 *
 * @param version counts the row's changes from 1; 0 if there never was a row
 * @param body JSON; null if there is no row: the negative entry
 */
public record ViewValue(long version, @Nullable String body) {
    /** There never was a row. */
    public static final ViewValue ABSENT = new ViewValue(0, null);
}
