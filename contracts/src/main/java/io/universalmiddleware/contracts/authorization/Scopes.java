package io.universalmiddleware.contracts.authorization;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scopes are what a token was granted, as its claim {@code scope} lists them (RFC 8693, section 4.2). */
public final class Scopes {
    private Scopes() {}

    /** Those of a claim; none if it is absent, or no text. */
    public static Set<String> of(@Nullable Object claim) {
        return claim instanceof String text && !text.isBlank()
                ? Set.copyOf(Arrays.asList(text.strip().split(" +")))
                : Set.of();
    }
}
