package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.persistence.identity.PendingLogin;
import io.universalmiddleware.persistence.identity.PendingLoginRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The logins that wait for their providers: each for ten minutes, and finished once, whatever comes of it. Each act is a transaction. */
@ApplicationScoped
public class PendingLogins {
    /** How long one waits. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private PendingLoginRepository logins;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PendingLogins() {}

    @Inject
    public PendingLogins(PendingLoginRepository logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    /** @param account whose other identity it is to be; null for a login */
    @Transactional
    public void add(LoginTicket ticket, ProviderDefinition provider, String redirectUri, @Nullable UUID account) {
        logins.add(
                ticket.hash(),
                new PendingLogin(
                        provider.tenant(),
                        provider.id(),
                        redirectUri,
                        account,
                        clock.instant().plus(LIFE)));
    }

    /**
     * The login, which counts no more then.
     *
     * @param account whose other identity it must be for; null for a login
     */
    @Transactional
    public Optional<PendingLogin> take(LoginTicket ticket, TenantId tenant, @Nullable UUID account) {
        return logins.take(ticket.hash(), clock.instant())
                .filter(login -> login.tenant().equals(tenant.value()))
                .filter(login -> account == null ? login.account() == null : account.equals(login.account()));
    }
}
