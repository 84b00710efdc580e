package io.universalmiddleware.persistence.audit;

import org.jspecify.annotations.Nullable;

/**
 * A finding is a place where the audit is not what was sealed.
 *
 * @param row the row's id, if it is one row's matter
 * @param seq the place in the chain, if it has one
 */
public record Finding(
        Kind kind, @Nullable Long row, @Nullable Long seq, String detail) {

    /** What was done. */
    public enum Kind {
        /** The row is not the one that was sealed. */
        CHANGED,
        /** The row that was sealed is gone. */
        REMOVED,
        /** The row came in where the sealer had been already. */
        INSERTED,
        /** The row says that it is older than what was sealed well before it. */
        BACKDATED,
        /** The link is not the one that was made. */
        LINK_CHANGED,
        /** The link that must be there is not. */
        LINK_REMOVED
    }
}
