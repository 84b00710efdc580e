package io.universalmiddleware.persistence.audit;

import org.jspecify.annotations.Nullable;

/**
 * A row is an entry as the audit keeps it.
 *
 * @param id rises with time; ids may be missing, of transactions that were rolled back
 * @param seq its place in the chain; null until it is sealed
 * @param hash the chain's hash at this place, in hexadecimal
 */
public record AuditRow(
        long id,
        AuditEntry entry,
        @Nullable Long seq,
        @Nullable String hash) {}
