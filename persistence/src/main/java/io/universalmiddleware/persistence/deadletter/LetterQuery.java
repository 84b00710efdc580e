package io.universalmiddleware.persistence.deadletter;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which letters to list, newest first; a null part does not restrict.
 *
 * @param tenants of any of these; empty text stands for none
 * @param group a cause's fingerprint
 * @param before only letters older than this one: the last of the page before
 * @param limit at most so many
 */
public record LetterQuery(
        Set<String> tenants,
        @Nullable LetterState state,
        @Nullable String group,
        @Nullable String type,
        @Nullable UUID before,
        int limit) {}
