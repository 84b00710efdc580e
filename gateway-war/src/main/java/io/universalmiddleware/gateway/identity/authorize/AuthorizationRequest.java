package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes.Asked;
import io.universalmiddleware.gateway.identity.token.AuthenticationContext;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An authorization request is what an application asks of a user, as a browser brought it (RFC 6749, section 4.1.1).
 *
 * @param text its parameters as they came, but for an ID token among them, in whose place {@link UserHints} keeps whom it names
 * @param prompt {@code none}, {@code login} and others (OpenID Connect Core 1.0, section 3.1.2.1)
 * @param maxAge how long ago the user may have shown who they are; empty if it does not matter
 * @param contexts {@code acr_values}
 * @param hint of the address that the user may log in with; empty if there is none
 * @param user the account that an ID token of the application's names; empty if anybody may answer
 */
record AuthorizationRequest(
        String text,
        Application application,
        ReturnAddress back,
        Asked asked,
        Set<String> prompt,
        Optional<Duration> maxAge,
        Set<String> contexts,
        String hint,
        Optional<UUID> user) {
    private static final Set<String> ASKING = Set.of("login", "select_account");

    /** Whether the user must not be asked anything. */
    boolean isSilent() {
        return prompt.contains("none");
    }

    /**
     * Whether only the application can get the answer: it has a secret, or the answer goes to a page of its own. A private scheme or a
     * port of the user's device is any program's there (RFC 8252, section 8.6).
     */
    boolean isAnsweredToItAlone() {
        return application.confidential() || asked.redirectUri().startsWith("https://");
    }

    /** Whether a user is the one that the application means. */
    boolean isFor(Account account) {
        return user.map(account.id()::equals).orElse(true);
    }

    /** Whether a session that goes on suffices, or its user is to log in again. */
    boolean isMetBy(UserSession session, Instant now) {
        return prompt.stream().noneMatch(ASKING::contains)
                && maxAge.map(age -> !now.isAfter(session.provedAt().plus(age))).orElse(true)
                && (contexts.isEmpty()
                        || contexts.contains(AuthenticationContext.of(session).uri())
                        || isMore(session));
    }

    /** Tells nothing: what applications send is theirs. */
    @Override
    public String toString() {
        return "authorization request";
    }

    /** Two factors are one, too. */
    private boolean isMore(UserSession session) {
        return AuthenticationContext.of(session) == AuthenticationContext.TWO_FACTORS
                && contexts.contains(AuthenticationContext.ONE_FACTOR.uri());
    }
}
