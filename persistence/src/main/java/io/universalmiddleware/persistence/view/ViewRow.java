package io.universalmiddleware.persistence.view;

import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a view.
 *
 * @param version counts the row's changes, from 1; it never goes back, not even when the row is deleted
 * @param body JSON; null if the row was deleted
 */
public record ViewRow(ViewRef ref, long version, @Nullable String body, Instant updatedAt) {}
