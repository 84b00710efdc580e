package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.provider.AuthorizationUrl;
import io.universalmiddleware.gateway.identity.external.provider.AuthorizationUrl.Wishes;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.request.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins logins by providers. No transaction is open while the provider is asked. */
@ApplicationScoped
public class BeginningLogin {
    private Registrations registrations;
    private AuthorizationUrl urls;
    private PendingLogins pending;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected BeginningLogin() {}

    @Inject
    public BeginningLogin(Registrations registrations, AuthorizationUrl urls, PendingLogins pending) {
        this.registrations = registrations;
        this.urls = urls;
        this.pending = pending;
    }

    /** The providers of a tenant by which users may log in, by name. */
    public List<ProviderDefinition> offered(TenantId tenant) {
        return registrations.all(tenant);
    }

    /** Where to send the browser, and what to finish the login with. */
    public record Begun(URI url, LoginTicket ticket) {}

    /**
     * Begins one.
     *
     * @param redirectUri one of the provider's, by character
     * @param account whose other identity it is to be; null for a login
     * @throws ProblemException 400 if the URI is none of the provider's, 404 if there is no such provider, 503 if it cannot be asked now
     */
    public Begun begin(TenantId tenant, String provider, String redirectUri, @Nullable UUID account) {
        return begin(tenant, provider, redirectUri, account, null, Wishes.NONE);
    }

    /**
     * Begins one on the platform's own page.
     *
     * @param redirectUri the platform's own
     * @param request an application's that it completes
     * @throws ProblemException as {@link #begin}
     */
    public Begun beginAtPage(TenantId tenant, String provider, String redirectUri, String request, Wishes wishes) {
        return begin(tenant, provider, redirectUri, null, request, wishes);
    }

    private Begun begin(
            TenantId tenant,
            String provider,
            String redirectUri,
            @Nullable UUID account,
            @Nullable String request,
            Wishes wishes) {
        Registration registration = registrations.find(tenant, provider).orElseThrow(BeginningLogin::notFound);
        if (!registration.provider().redirectUris().contains(redirectUri)) {
            throw Refusals.invalid("/redirect_uri", "expected one of the provider's redirectUris");
        }
        LoginTicket ticket = LoginTicket.generate();
        URI url = urls.of(registration.provider(), redirectUri, ticket, wishes);
        pending.add(ticket, registration.provider(), redirectUri, account, request);
        return new Begun(url, ticket);
    }

    static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such provider."));
    }
}
