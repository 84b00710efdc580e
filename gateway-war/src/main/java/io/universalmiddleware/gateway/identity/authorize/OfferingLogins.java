package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Offers users the ways to log in to an application: by their password, and by those providers of its tenant that send browsers back to the platform,
 * each to its own place.
 */
@ApplicationScoped
public class OfferingLogins {
    private static final int UNAUTHENTICATED = 401;

    private BeginningLogin providers;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected OfferingLogins() {}

    @Inject
    public OfferingLogins(BeginningLogin providers) {
        this.providers = providers;
    }

    /** @param wrong what was wrong before; empty at first */
    Page page(int status, AuthorizationRequest request, Optional<String> wrong) {
        List<String> offered = providers.offered(request.application().client().tenant()).stream()
                .filter(provider -> provider.redirectUris().contains(LoginPage.callback(request, provider.name())))
                .map(ProviderDefinition::name)
                .toList();
        return LoginPage.password(status, request, wrong, offered);
    }

    /** Offers them again to whom a provider has not logged in. */
    LoginOutcome again(AuthorizationRequest request, Problem why) {
        return new LoginOutcome.Asked(page(
                why.status() == UNAUTHENTICATED ? 400 : why.status(),
                request,
                Optional.of(Objects.requireNonNullElse(why.detail(), why.title()))));
    }
}
