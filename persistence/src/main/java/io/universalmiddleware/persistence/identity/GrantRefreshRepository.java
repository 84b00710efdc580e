package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.identity.RefreshRepository.Taken;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The refresh tokens of application grants, by their hashes. Every method runs in the caller's transaction. */
@Dependent
public class GrantRefreshRepository {
    private final SingleUseTokens tokens;

    @Inject
    public GrantRefreshRepository(SqlSession session) {
        this.tokens = new SingleUseTokens(session, "application_refresh_token", "grant_id");
    }

    public void add(byte[] hash, UUID grant, Instant now) {
        tokens.add(hash, grant, now);
    }

    /** The grant of a token, whether it was used or not. */
    public Optional<UUID> find(byte[] hash) {
        return tokens.find(hash);
    }

    /** The grant of a token that was not used yet; uses nothing. */
    public Optional<UUID> unused(byte[] hash) {
        return tokens.unused(hash);
    }

    /** Uses a token. Of several at once one gets it fresh, and the others wait until that one's transaction has ended. */
    public Taken take(byte[] hash, Instant now) {
        return tokens.take(hash, now);
    }
}
