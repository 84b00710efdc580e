package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.gateway.http.PlatformCookie;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a browser holds a session. Its prefix makes browsers take it from this host alone, and only with TLS; no script reads
 * it, and what another site makes the browser post does not bring it (RFC 6265bis, sections 4.1.3.2 and 5.5). It ends with the browser, or
 * with its session.
 */
public final class SessionCookie {
    static final String NAME = PlatformCookie.NAME;
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final int LONGEST = 200;

    private SessionCookie() {}

    /** The {@code Set-Cookie} that hands it to a browser. */
    public static String handing(OpaqueToken secret) {
        return NAME + '=' + secret.text() + ATTRIBUTES;
    }

    /** The {@code Set-Cookie} that takes it from a browser. */
    public static String taking() {
        return NAME + "=; Max-Age=0" + ATTRIBUTES;
    }

    /** The secret in a request's {@code Cookie}; empty if there is none, or more than one. */
    public static Optional<String> in(@Nullable String cookies) {
        if (cookies == null) {
            return Optional.empty();
        }
        List<String> found = Stream.of(cookies.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.startsWith(NAME + '='))
                .map(pair -> pair.substring(NAME.length() + 1))
                .filter(secret -> !secret.isEmpty() && secret.length() <= LONGEST)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
