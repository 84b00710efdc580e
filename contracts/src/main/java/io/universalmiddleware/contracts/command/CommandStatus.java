package io.universalmiddleware.contracts.command;

import java.util.Locale;

/** A command's status; it only moves forward. */
public enum CommandStatus {
    /** Committed, not yet taken up. */
    ACCEPTED,
    /** Taken up by a processor. */
    PROCESSING,
    /** Done; its result and events are committed. */
    SUCCEEDED,
    /** Rejected by a rule of the application; it had no effect. */
    FAILED,
    /** Given up on after faults; it had no effect and lies among the dead letters. */
    DEAD;

    /** Whether nothing will change any more. */
    public boolean settled() {
        return this == SUCCEEDED || this == FAILED || this == DEAD;
    }

    /** The name on the wire and in the database: lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for an unknown name */
    public static CommandStatus ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
