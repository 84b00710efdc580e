package io.universalmiddleware.persistence.deadletter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a dead letter stands. */
public enum LetterState {
    /** Waits for an operator. */
    OPEN,
    /** An operator wants it tried again; a consumer will. */
    RETRYING,
    /** A retry gave the message its effect. */
    RESOLVED,
    /** An operator gave the message up. */
    DISCARDED;

    /** Its name outside: lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LetterState> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire().equals(wire))
                .findFirst();
    }
}
