package io.universalmiddleware.cache.consistency;

/** Where a command's effect on a view is. */
public enum Effect {
    /** The command is settled, and every event of it that the view consumes is in the view's committed rows. */
    VISIBLE,
    /** Not there yet. */
    PENDING,
    /** The tenant has no such command. */
    UNKNOWN_COMMAND
}
