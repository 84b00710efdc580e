package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.persistence.identity.Application;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to log out, as a browser brought it from an application (OpenID Connect RP-Initiated Logout 1.0, section 2).
 *
 * @param text its parameters as they came
 * @param application which says so; empty if nobody knows
 * @param grant of the ID token that it shows; empty if it shows none of the application's
 * @param back where to send the browser then, with the state; empty if nowhere
 */
public record LogoutRequest(
        String text, Optional<Application> application, Optional<UUID> grant, Optional<String> back) {
    /** Tells nothing: there is an ID token in it. */
    @Override
    public String toString() {
        return "logout";
    }
}
