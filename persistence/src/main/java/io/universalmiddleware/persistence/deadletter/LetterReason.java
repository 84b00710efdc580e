package io.universalmiddleware.persistence.deadletter;

import java.util.Locale;

/** Why a message was given up. */
public enum LetterReason {
    /** No retry can help. */
    PERMANENT,
    /** It failed as often as it may. */
    EXHAUSTED,
    /** It is nothing that the consumer could read. */
    MALFORMED;

    /** Its name outside: lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LetterReason ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
