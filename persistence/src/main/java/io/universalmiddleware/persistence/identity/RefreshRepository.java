package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The refresh tokens, by their hashes. Every method runs in the caller's transaction. */
@Dependent
public class RefreshRepository {
    private final SingleUseTokens tokens;

    /** What a token is found to be. */
    public sealed interface Taken {
        /** It was the last one of what it is of, and is used now. */
        record Fresh(UUID of) implements Taken {}

        /** It was used before. */
        record Reused(UUID of) implements Taken {}

        record Unknown() implements Taken {}
    }

    @Inject
    public RefreshRepository(SqlSession session) {
        this.tokens = new SingleUseTokens(session, "refresh_token", "session_id");
    }

    public void add(byte[] hash, UUID of, Instant now) {
        tokens.add(hash, of, now);
    }

    /** The session of a token that was not used yet; uses nothing. */
    public Optional<UUID> unused(byte[] hash) {
        return tokens.unused(hash);
    }

    /** Uses a token. Of several at once one gets it fresh, and the others wait until that one's transaction has ended. */
    public Taken take(byte[] hash, Instant now) {
        return tokens.take(hash, now);
    }
}
