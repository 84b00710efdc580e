package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's session is a login somewhere, from its beginning to its end.
 *
 * @param device what the client says it is; may be empty
 * @param address of the client when it was used last
 * @param methods by which its user showed who they are (RFC 8176)
 * @param provedAt when they last did
 * @param idleAt when it ends if it is not used before
 * @param endsAt when it ends at the latest
 * @param endedAt when it was ended; null if it was not
 */
public record UserSession(
        UUID id,
        UUID account,
        String device,
        String address,
        List<String> methods,
        Instant provedAt,
        Instant createdAt,
        Instant usedAt,
        Instant idleAt,
        Instant endsAt,
        @Nullable Instant endedAt) {

    public UserSession {
        methods = List.copyOf(methods);
    }

    /** Whether it goes on. */
    public boolean isAlive(Instant now) {
        return endedAt == null && now.isBefore(idleAt) && now.isBefore(endsAt);
    }
}
