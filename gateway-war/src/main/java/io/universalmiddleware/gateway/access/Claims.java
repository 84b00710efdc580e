package io.universalmiddleware.gateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads names out of claims as issuers write them: a list, or a text with blanks. */
public final class Claims {
    private Claims() {}

    /** OAuth scopes: {@code scope} (RFC 8693, section 4.2) or {@code scp}. */
    static Set<String> scopes(JWTClaimsSet claims) {
        Set<String> scopes = names(claims, "scope");
        return scopes.isEmpty() ? names(claims, "scp") : scopes;
    }

    /** @param path of the claim; dots lead into objects, unless a claim has the whole as its name */
    public static Set<String> names(JWTClaimsSet claims, String path) {
        @Nullable Object whole = claims.getClaim(path);
        if (whole != null) {
            return names(whole);
        }
        @Nullable Object at = claims.getClaims();
        for (String step : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return at == null ? Set.of() : names(at);
    }

    private static Set<String> names(Object said) {
        if (said instanceof String text) {
            return Arrays.stream(text.split(" ", -1))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
        }
        return said instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
