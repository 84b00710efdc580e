package io.universalmiddleware.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls a route takes, as its document says it in {@code auth}.
 *
 * @param mode whether credentials are looked at and needed
 * @param platformTokens whether tokens of the platform count
 * @param issuers whose tokens count besides
 * @param scopes all of these are needed
 * @param roles one of these is needed; none if empty
 * @param apiKeys whether API keys of the tenant count
 * @param queryKey the query's parameter that may bring an API key; null if only the header may
 * @param forwardAuthorization whether the origin gets {@code Authorization} as it came
 */
public record AccessConfig(
        Mode mode,
        boolean platformTokens,
        List<Issuer> issuers,
        Set<String> scopes,
        Set<String> roles,
        boolean apiKeys,
        @Nullable String queryKey,
        boolean forwardAuthorization) {
    private static final AccessConfig OPEN = of(Mode.NONE);
    private static final String FIELD = "auth";
    private static final int MOST_NAMES = 32;
    private static final int MOST_ISSUERS = 8;

    /** Whether a caller must be known. */
    public enum Mode {
        /** Nobody is asked; credentials go on to the origin unread. */
        NONE,
        /** Who brings no credentials is anonymous; credentials that are not valid are refused. */
        OPTIONAL,
        /** Who brings no valid credentials is refused. */
        REQUIRED
    }

    public AccessConfig {
        issuers = List.copyOf(issuers);
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
    }

    /** Everybody's calls. */
    public static AccessConfig open() {
        return OPEN;
    }

    static AccessConfig of(Mode mode) {
        return new AccessConfig(mode, true, List.of(), Set.of(), Set.of(), true, null, true);
    }

    /** Reads a route's {@code auth}: absent, the text of a mode, or an object, in which the mode is {@code required} if not said. */
    public static AccessConfig read(Section route) {
        @Nullable JsonNode said = route.any(FIELD);
        if (said == null || said.isNull()) {
            return open();
        }
        if (said.isObject()) {
            return route.object(FIELD).map(AccessConfig::readObject).orElseGet(AccessConfig::open);
        }
        return of(route.choice(FIELD, Mode.class, Mode.REQUIRED));
    }

    private static AccessConfig readObject(Section in) {
        Mode mode = in.choice("mode", Mode.class, Mode.REQUIRED);
        List<String> audiences = in.texts("audiences");
        List<Issuer> issuers = in.objects("issuers").stream()
                .map(issuer -> Issuer.read(issuer, audiences))
                .toList();
        boolean platformTokens = in.flag("platformTokens", issuers.isEmpty());
        boolean apiKeys = in.flag("apiKeys", true);
        @Nullable String queryKey = in.text("queryKey");
        if (queryKey != null && !FieldSyntax.isToken(queryKey)) {
            in.violation("queryKey", "expected the name of a parameter");
        }
        Set<String> scopes = names(in, "scopes");
        Set<String> roles = names(in, "roles");
        boolean forward = in.flag("forwardAuthorization", true);
        if (issuers.size() > MOST_ISSUERS) {
            in.violation("issuers", "expected at most " + MOST_ISSUERS + " issuers");
        }
        if (!audiences.isEmpty() && issuers.isEmpty()) {
            in.violation("audiences", "expected only with issuers; tokens of the platform have its own audience");
        }
        if (mode != Mode.NONE && !platformTokens && issuers.isEmpty() && !apiKeys) {
            in.violation(
                    "apiKeys", "expected some credentials that count: tokens of the platform, issuers or API keys");
        }
        if (mode != Mode.REQUIRED && !(scopes.isEmpty() && roles.isEmpty())) {
            in.violation(
                    roles.isEmpty() ? "scopes" : "roles", "expected only if a caller is required: others have none");
        }
        in.end();
        return new AccessConfig(mode, platformTokens, issuers, scopes, roles, apiKeys, queryKey, forward);
    }

    /** Fields of requests that go no further than the edge, in lower case. */
    Set<String> hidden() {
        Set<String> names = new HashSet<>();
        if (mode != Mode.NONE && apiKeys) {
            names.add("x-api-key");
        }
        if (!forwardAuthorization) {
            names.add("authorization");
        }
        return Set.copyOf(names);
    }

    private static Set<String> names(Section in, String field) {
        List<String> names = in.texts(field);
        if (names.size() > MOST_NAMES || !names.stream().allMatch(AccessConfig::isName)) {
            in.violation(field, "expected at most " + MOST_NAMES + " names of 1 to 128 visible characters");
            return Set.of();
        }
        return Set.copyOf(names);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 128
                && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '"' && c != '\\' && c != ',');
    }

    @Override
    public String toString() {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
