package io.universalmiddleware.gateway.identity.grant;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes of an application's code or refresh token. */
public sealed interface Granted {

    /**
     * Tokens are to be issued.
     *
     * @param scopes of the access token
     * @param nonce of the request that began the grant; null if it had none, and at a refresh
     * @param refresh what gets the next one; empty if there is none
     */
    record Given(
            Account account,
            UserSession session,
            ApplicationGrant grant,
            Set<String> scopes,
            @Nullable String nonce,
            Optional<OpaqueToken> refresh)
            implements Granted {}

    /** What was shown does not count. @param reason for the audit, never for the client */
    record Refused(String reason) implements Granted {}

    /** Scopes were asked for that the grant does not have; nothing was used. */
    record BeyondScope() implements Granted {}

    /** @param again after how long there is another; nothing was used */
    record TooMany(Duration again) implements Granted {}
}
