package io.universalmiddleware.contracts.id;

import java.util.Optional;
import java.util.UUID;

/** A command id names one accepted command, for ever. */
public record CommandId(UUID value) {

    /** Parses the canonical 36-character form; empty for anything else. */
    public static Optional<CommandId> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommandId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
