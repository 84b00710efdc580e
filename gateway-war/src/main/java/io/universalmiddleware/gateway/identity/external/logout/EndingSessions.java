package io.universalmiddleware.gateway.identity.external.logout;

import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.external.login.Registrations;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Left;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.ProviderSessions;
import io.universalmiddleware.gateway.identity.session.ProviderSessions.Known;
import io.universalmiddleware.gateway.identity.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Ends sessions whose users say so. Each act is a transaction; what is refused has ended nothing. */
@ApplicationScoped
public class EndingSessions {
    private Sessions sessions;
    private BrowserSessions browsers;
    private ProviderSessions known;
    private Registrations registrations;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EndingSessions() {}

    @Inject
    public EndingSessions(
            Sessions sessions, BrowserSessions browsers, ProviderSessions known, Registrations registrations) {
        this.sessions = sessions;
        this.browsers = browsers;
        this.known = known;
        this.registrations = registrations;
    }

    /**
     * Ends the session of a refresh token.
     *
     * @return what is left of it at the provider that let its user in; empty if none did, or that is not there as it was
     * @throws io.universalmiddleware.contracts.problem.ProblemException 400 if the URI is none of the provider's
     */
    @Transactional
    public Optional<Left> byToken(String token, Return back) {
        return sessions.endBy(token).flatMap(session -> left(session, back));
    }

    /** As {@link #byToken}, by what a browser holds. */
    @Transactional
    public Optional<Left> byCookie(String secret, Return back) {
        return browsers.end(secret).flatMap(session -> left(session, back));
    }

    private Optional<Left> left(UUID session, Return back) {
        return known.end(session).flatMap(ended -> left(ended, back));
    }

    private Optional<Left> left(Known ended, Return back) {
        Optional<ProviderDefinition> provider = registrations
                .find(ended.provider())
                .map(Registration::provider)
                .filter(now -> now.issuer().toString().equals(ended.issuer()));
        provider.filter(now ->
                        back.uri() != null && !now.postLogoutRedirectUris().contains(back.uri()))
                .ifPresent(now -> {
                    throw Refusals.invalid(
                            "/post_logout_redirect_uri", "expected one of the provider's postLogoutRedirectUris");
                });
        return provider.map(now -> new Left(now, ended.subject(), ended.idToken()));
    }
}
