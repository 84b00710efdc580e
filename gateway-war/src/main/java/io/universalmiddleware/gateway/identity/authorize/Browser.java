package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import io.universalmiddleware.gateway.identity.request.Client;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * A browser brings the requests of a user.
 *
 * @param client where it is
 * @param secret of the cookie by which it holds a session; empty if it has none
 */
record Browser(Client client, Optional<String> secret) {
    static Browser of(HttpServletRequest request) {
        return new Browser(Client.of(request), SessionCookie.in(request.getHeader("Cookie")));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "browser at " + client.address();
    }
}
