package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The access tokens that clients get for themselves: each is a row before it is answered, so that it can be revoked. A client gets sixty at
 * once and then one a second. Each act is a transaction.
 */
@ApplicationScoped
public class ClientTokens {
    private static final Budget TOKENS = new Budget(60, Duration.ofSeconds(1));

    private ClientRepository clients;
    private ClientTokenRepository tokens;
    private AttemptRepository budgets;
    private IdentitySettings settings;
    private Clock clock;

    /** What comes of asking for a token. */
    sealed interface Outcome {
        /** @param client as it is now */
        record Begun(RegisteredClient client, UUID token, Instant expires) implements Outcome {}

        record TooMany(Duration again) implements Outcome {}

        /** The client was removed, disabled or ended meanwhile. */
        record Gone() implements Outcome {}
    }

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ClientTokens() {}

    @Inject
    public ClientTokens(
            ClientRepository clients,
            ClientTokenRepository tokens,
            AttemptRepository budgets,
            IdentitySettings settings,
            Clock clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.budgets = budgets;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins a token, which ends with its client at the latest. Whoever disables the client meanwhile finds it. */
    @Transactional
    public Outcome begin(UUID client) {
        Instant now = clock.instant();
        Optional<RegisteredClient> alive = clients.lock(client).filter(found -> found.isAlive(now));
        if (alive.isEmpty()) {
            return new Outcome.Gone();
        }
        Optional<Duration> wait = budgets.take(OpaqueToken.sha256("client tokens\n" + client), TOKENS, now);
        if (wait.isPresent()) {
            return new Outcome.TooMany(wait.get());
        }
        UUID token = Uuid7.next(clock);
        Instant expires = sooner(
                now.plus(settings.accessLife()), Optional.ofNullable(alive.get().expiresAt()));
        tokens.add(token, client, expires);
        return new Outcome.Begun(alive.get(), token, expires);
    }

    /** A client's token counts no more; every node hears of it within a second. */
    @Transactional
    public void revoke(UUID client, UUID token) {
        Instant now = clock.instant();
        tokens.revoke(client, token, now, settings.over(now));
    }

    private static Instant sooner(Instant one, Optional<Instant> other) {
        return other.filter(end -> end.isBefore(one)).orElse(one);
    }
}
