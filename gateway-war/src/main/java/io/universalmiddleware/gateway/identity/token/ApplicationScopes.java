package io.universalmiddleware.gateway.identity.token;

import java.util.List;
import java.util.Set;

/**
 * What an application's scopes let its tokens do. Those of OpenID Connect tell it of the user. {@code role:<name>} lends it that role of the
 * user's, if the user has it; {@code admin} is lent to nobody. Any other is the tenant's own, for its routes.
 */
public final class ApplicationScopes {
    public static final String OPENID = "openid";
    /** Asks for a refresh token. */
    public static final String OFFLINE = "offline_access";

    /** Those of OpenID Connect Core 1.0, section 5.4, and 11. */
    public static final List<String> OF_THE_USER = List.of(OPENID, "profile", "email", OFFLINE);

    private static final String ROLE = "role:";
    private static final String NEVER_LENT = "admin";

    private ApplicationScopes() {}

    /** Whether an application may have a scope. */
    public static boolean isGivable(String scope) {
        return !scope.equals(ROLE + NEVER_LENT);
    }

    /** Whether a token of these is for the platform's and its tenants' APIs too; if not, they do not take it. */
    static boolean reachThePlatform(Set<String> scopes) {
        return !OF_THE_USER.containsAll(scopes);
    }

    /** Those of a user's roles that are lent, in order. */
    static List<String> roles(Set<String> ofUser, Set<String> scopes) {
        return ofUser.stream()
                .filter(role -> !role.equals(NEVER_LENT) && scopes.contains(ROLE + role))
                .sorted()
                .toList();
    }
}
