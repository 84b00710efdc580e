package io.universalmiddleware.gateway.identity.provider;

import java.util.Optional;
import java.util.UUID;

/** Ids in what clients send. */
public final class Identifiers {
    private Identifiers() {}

    /** The id that a text is, written as it is given out; empty if it is none. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
