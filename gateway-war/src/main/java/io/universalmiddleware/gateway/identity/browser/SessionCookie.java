package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.gateway.http.PlatformCookie;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cookie by which a browser holds a session. It ends with the browser, or with its session. */
public final class SessionCookie {
    private static final HostCookie COOKIE = new HostCookie(PlatformCookie.SESSION);

    private SessionCookie() {}

    /** The {@code Set-Cookie} that hands it to a browser. */
    public static String handing(OpaqueToken secret) {
        return COOKIE.handing(secret);
    }

    /** The {@code Set-Cookie} that takes it from a browser. */
    public static String taking() {
        return COOKIE.taking();
    }

    /** The secret in a request's {@code Cookie}; empty if there is none, or more than one. */
    public static Optional<String> in(@Nullable String cookies) {
        return COOKIE.in(cookies);
    }
}
