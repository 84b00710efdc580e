package io.universalmiddleware.gateway.identity.external.logout;

import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/**
 * Logs users out, and tells where their browser ends the session of the provider that let them in. The session has ended here whether or not it
 * goes there. No transaction is open while the provider is asked.
 */
@ApplicationScoped
public class LoggingOut {
    private EndingSessions ending;
    private EndSessionUrl urls;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingOut() {}

    @Inject
    public LoggingOut(EndingSessions ending, EndSessionUrl urls) {
        this.ending = ending;
        this.urls = urls;
    }

    /**
     * Ends the session of a refresh token, whether the token was used or not.
     *
     * @return where to send the browser; empty if no provider let the user in, or it names no such place
     * @throws io.universalmiddleware.contracts.problem.ProblemException 400 if the URI is none of the provider's; nothing has ended then
     */
    public Optional<URI> byToken(String token, Return back) {
        return ending.byToken(token, back).flatMap(left -> urls.of(left, back));
    }

    /** As {@link #byToken}, by what a browser holds. */
    public Optional<URI> byCookie(String secret, Return back) {
        return ending.byCookie(secret, back).flatMap(left -> urls.of(left, back));
    }
}
