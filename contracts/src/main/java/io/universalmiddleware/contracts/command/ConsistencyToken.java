package io.universalmiddleware.contracts.command;

import io.universalmiddleware.contracts.id.CommandId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A consistency token names the command whose effect a later read must show.
 *
 * <p>Clients hand it on as they got it. Its text is a version and the version's own form: {@code 1.} and the command's id,
 * 16 bytes in base64url.
 */
public record ConsistencyToken(CommandId command) {

    /** The header that carries it, in the answer to a command and in the request for a view. */
    public static final String HEADER = "Consistency-Token";

    private static final String VERSION = "1.";
    private static final int LENGTH = 24;

    /** Reads {@link #text()} back; empty for anything else. */
    public static Optional<ConsistencyToken> parse(String text) {
        if (text.length() != LENGTH || !text.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(VERSION.length())));
            ConsistencyToken token = new ConsistencyToken(new CommandId(new UUID(id.getLong(), id.getLong())));
            return token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** What the client is given: 24 characters of a header-safe alphabet. */
    public String text() {
        ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(command.value().getMostSignificantBits())
                .putLong(command.value().getLeastSignificantBits());
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(id.array());
    }
}
