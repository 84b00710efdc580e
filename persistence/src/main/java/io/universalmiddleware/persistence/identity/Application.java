package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.List;

/**
 * An application is a registered client by which users of its tenant log in (RFC 6749, section 4.1). It has no roles: what it may is its
 * users'.
 *
 * @param confidential whether it keeps a secret; one that does not shows the verifier of a code alone (RFC 7636)
 * @param redirectUris where the browser may be sent with a code
 * @param postLogoutRedirectUris where it may be sent after a logout
 */
public record Application(
        RegisteredClient client, boolean confidential, List<String> redirectUris, List<String> postLogoutRedirectUris) {

    public Application {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
    }

    /** Whether users may log in by it now. */
    public boolean isAlive(Instant now) {
        return client.isAlive(now);
    }
}
