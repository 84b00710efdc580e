package io.universalmiddleware.gateway.identity.token;

import io.universalmiddleware.persistence.identity.UserSession;

/** How surely a session's user was known: the claim {@code acr} (OpenID Connect Core 1.0, section 2). */
public enum AuthenticationContext {
    /** By a password or a provider's word alone. */
    ONE_FACTOR("one-factor"),
    /** By either, and a code. */
    TWO_FACTORS("two-factors");

    private static final String BASE = "https://universalmiddleware.io/acr/";

    private final String name;

    AuthenticationContext(String name) {
        this.name = name;
    }

    /** The claim's value, which is stable. */
    public String uri() {
        return BASE + name;
    }

    /** By what its user has shown. */
    public static AuthenticationContext of(UserSession session) {
        return session.methods().contains("mfa") ? TWO_FACTORS : ONE_FACTOR;
    }
}
