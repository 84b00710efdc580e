package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows to be known: its id and a secret, as HTTP Basic credentials or as parameters, never as both (RFC 6749, section 2.3).
 */
record ClientCredentials(UUID client, String secret) {
    private static final String BASIC = "Basic ";
    private static final int LONGEST = 1_000;

    /** @throws OAuthException if there are none, or not as they should be */
    static ClientCredentials of(@Nullable String authorization, Form form) {
        if (authorization == null) {
            return of(
                    form.find("client_id").orElseThrow(ClientCredentials::unknown),
                    form.find("client_secret").orElseThrow(ClientCredentials::unknown));
        }
        if (form.find("client_secret").isPresent()) {
            throw new OAuthException(Code.INVALID_REQUEST, "The client shows who it is in two ways.");
        }
        ClientCredentials basic = basic(authorization);
        if (form.find("client_id")
                .filter(id -> !id.equals(basic.client.toString()))
                .isPresent()) {
            throw new OAuthException(Code.INVALID_REQUEST, "client_id is another one than that of the credentials.");
        }
        return basic;
    }

    /** The client that names itself and shows nothing, as those without a secret do; empty if it shows something. */
    static Optional<UUID> nameAlone(@Nullable String authorization, Form form) {
        return authorization != null || form.find("client_secret").isPresent()
                ? Optional.empty()
                : Optional.of(id(form.find("client_id").orElseThrow(ClientCredentials::unknown)));
    }

    /** Both halves are encoded as the values of a form are (RFC 6749, section 2.3.1). */
    private static ClientCredentials basic(String authorization) {
        if (authorization.length() > LONGEST || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw unknown();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw unknown();
            }
            return of(
                    URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            throw unknown();
        }
    }

    private static ClientCredentials of(String client, String secret) {
        return new ClientCredentials(id(client), secret);
    }

    private static UUID id(String text) {
        return Identifiers.uuid(text).orElseThrow(ClientCredentials::unknown);
    }

    static OAuthException unknown() {
        return new OAuthException(Code.INVALID_CLIENT, "There is no such client, or it has another secret.");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "credentials of " + client;
    }
}
