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

    /**
     * @param account whose other identity it is to be; null for a login
     * @param request an application's that it completes; null if it was not begun on the platform's page
     */
    @Transactional
    public void add(
            LoginTicket ticket,
            ProviderDefinition provider,
            String redirectUri,
            @Nullable UUID account,
            @Nullable String request) {
        logins.add(
                ticket.hash(),
                new PendingLogin(
                        provider.tenant(),
                        provider.id(),
                        redirectUri,
                        account,
                        request,
                        clock.instant().plus(LIFE)));
    }

    /**
     * A login that was begun on the platform's page.
     *
     * @param request an application's that it completes
     * @param redirectUri where its provider answers
     */
    public record AtPage(String request, String redirectUri) {}

    /** The login on the platform's page, which still counts after; empty if there is no such login. */
    @Transactional
    public Optional<AtPage> atPage(LoginTicket ticket) {
        return logins.find(ticket.hash(), clock.instant())
                .flatMap(login ->
                        Optional.ofNullable(login.request()).map(request -> new AtPage(request, login.redirectUri())));
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
