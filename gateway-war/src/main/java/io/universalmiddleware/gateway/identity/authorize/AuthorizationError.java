package io.universalmiddleware.gateway.identity.authorize;

/**
 * An error that the application is told of by way of the browser (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
 *
 * @param description for whoever writes the application, in ASCII without quotes and backslashes
 */
record AuthorizationError(String code, String description) {
    static final AuthorizationError LOGIN_REQUIRED =
            new AuthorizationError("login_required", "The user is to log in, and must not be asked.");
    static final AuthorizationError ANOTHER_USER =
            new AuthorizationError("login_required", "Another user has logged in.");
    static final AuthorizationError TOO_OFTEN =
            new AuthorizationError("temporarily_unavailable", "That was asked for too often; wait.");

    static AuthorizationError invalid(String description) {
        return new AuthorizationError("invalid_request", description);
    }
}
