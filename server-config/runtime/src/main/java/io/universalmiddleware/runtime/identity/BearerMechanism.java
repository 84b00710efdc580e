package io.universalmiddleware.runtime.identity;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.Verdict;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets the bearer of a token in (RFC 6750, section 2.1): the caller is a {@link BearerToken}, its groups are roles.
 *
 * <p>A token that is not valid is refused with 401 wherever it is sent; who sends none is nobody, which is refused where a
 * role is asked for. The endpoints of OAuth 2.0 know by themselves who asks: what they take is not for the rest of the platform.
 */
@ApplicationScoped
public class BearerMechanism implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";
    private static final String OAUTH = "/oauth2/";

    private VerifiedTokens tokens;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected BearerMechanism() {}

    @Inject
    BearerMechanism(VerifiedTokens tokens, Event<Denial> denials) {
        this.tokens = tokens;
        this.denials = denials;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        @Nullable String token = token(request.getHeader("Authorization"));
        if (token == null || request.getRequestURI().startsWith(OAUTH)) {
            return context.doNothing();
        }
        Verdict verdict = tokens.verify(token);
        if (verdict instanceof Verdict.Valid valid) {
            Identity identity = valid.identity();
            return context.notifyContainerAboutLogin(BearerToken.of(identity, token), identity.roles());
        }
        if (verdict instanceof Verdict.WithoutTenant bearer) {
            return context.notifyContainerAboutLogin(BearerToken.withoutTenant(bearer.user(), token), bearer.roles());
        }
        String reason = verdict instanceof Verdict.Invalid invalid
                ? "the token is " + invalid.reason()
                : "the token has expired";
        denials.fire(new Denial("", "", "", reason, ClientAddress.of(request.getHeader(ClientAddress.FIELD))));
        return context.responseUnauthorized();
    }

    /** The token in a request's credentials; the name of the scheme is of any case (RFC 9110, section 11.1). */
    private static @Nullable String token(@Nullable String credentials) {
        return credentials != null && credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? credentials.substring(SCHEME.length()).strip()
                : null;
    }
}
