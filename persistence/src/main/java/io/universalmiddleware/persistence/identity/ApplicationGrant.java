package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An application grant is what a user's session has let an application in to. It ends with that session, if not before.
 *
 * @param id by which the application's tokens know their session ({@code sid})
 * @param client the application
 * @param endedAt null if it goes on, as far as it is up to itself
 */
public record ApplicationGrant(
        UUID id,
        UUID client,
        UUID session,
        Set<String> scopes,
        @Nullable Instant endedAt) {
    public ApplicationGrant {
        scopes = Set.copyOf(scopes);
    }
}
