package io.universalmiddleware.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request brings to say who sends it. */
sealed interface Credentials {

    record None() implements Credentials {}

    /** @param token of RFC 6750, section 2.1 */
    record Bearer(String token) implements Credentials {}

    record Key(String text) implements Credentials {}

    /** More than one of a kind: which one counts is not guessed. */
    record Ambiguous() implements Credentials {}

    String SCHEME = "Bearer ";

    /**
     * Reads what a request brings; a token comes before a key. Another scheme of {@code Authorization} is nothing to the edge.
     *
     * @param authorization every line of the field
     * @param keys every API key that the request brings
     */
    static Credentials of(List<String> authorization, List<String> keys) {
        if (authorization.size() > 1 || keys.size() > 1) {
            return new Ambiguous();
        }
        @Nullable String token = authorization.isEmpty() ? null : token(authorization.get(0));
        if (token != null) {
            return new Bearer(token);
        }
        return keys.isEmpty() ? new None() : new Key(keys.get(0).strip());
    }

    private static @Nullable String token(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
