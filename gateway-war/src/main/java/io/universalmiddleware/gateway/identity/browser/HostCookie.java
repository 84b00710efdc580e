package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cookie of the platform's own that carries a secret. Its prefix makes browsers take it from this host alone, and only with TLS; no script reads
 * it, and what another site makes the browser post does not bring it (RFC 6265bis, sections 4.1.3.2 and 5.5).
 *
 * @param name which begins with {@code __Host-}
 */
public record HostCookie(String name) {
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final int LONGEST = 200;

    /** The {@code Set-Cookie} that hands it to a browser, until that ends. */
    public String handing(OpaqueToken secret) {
        return name + '=' + secret.text() + ATTRIBUTES;
    }

    /** As {@link #handing(OpaqueToken)}, for a time. */
    public String handing(OpaqueToken secret, Duration life) {
        return name + '=' + secret.text() + "; Max-Age=" + life.toSeconds() + ATTRIBUTES;
    }

    /** The {@code Set-Cookie} that takes it from a browser. */
    public String taking() {
        return name + "=; Max-Age=0" + ATTRIBUTES;
    }

    /** The secret in a request's {@code Cookie}; empty if there is none, or more than one. */
    public Optional<String> in(@Nullable String cookies) {
        if (cookies == null) {
            return Optional.empty();
        }
        List<String> found = Stream.of(cookies.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + '='))
                .map(pair -> pair.substring(name.length() + 1))
                .filter(secret -> !secret.isEmpty() && secret.length() <= LONGEST)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
