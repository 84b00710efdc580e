package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.network.AddressGuard;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider is an OpenID provider that users of a tenant log in with. What the platform shows it as a client's secret is not in its document.
 *
 * @param issuer what its tokens say in {@code iss}, and where its discovery document is (OpenID Connect Discovery 1.0)
 * @param redirectUris where it may send the browser with its answer; compared as text (RFC 9700, section 2.1), and no other provider of the tenant's
 *     has one of them, so that no answer is taken for another's (section 4.4.2.2)
 * @param postLogoutRedirectUris where it may send the browser once a session of its own was ended; compared as text
 * @param groupsClaim where the groups are; dots lead into objects; null if none are taken
 * @param roles the role that each group gives; never {@code admin}
 * @param register whether an account is made for whom nobody knows yet
 * @param linkByEmail whether the provider is believed about whose addresses are
 */
public record ProviderDefinition(
        UUID id,
        String tenant,
        String name,
        URI issuer,
        String clientId,
        Set<String> scopes,
        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        @Nullable String groupsClaim,
        Map<String, String> roles,
        boolean register,
        boolean linkByEmail,
        boolean enabled)
        implements Definition {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");
    private static final Set<String> NEVER_GIVEN = Set.of("admin");
    private static final int MOST_SCOPES = 20;
    private static final int MOST_REDIRECTS = 20;
    private static final int MOST_ROLES = 200;
    private static final int LONGEST = 255;

    public ProviderDefinition {
        scopes = Set.copyOf(scopes);
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        roles = Map.copyOf(roles);
    }

    static ProviderDefinition read(UUID id, Section in) {
        return new ProviderDefinition(
                id,
                Names.tenant(in),
                name(in),
                ProviderUris.issuer(in),
                clientId(in),
                scopes(in),
                redirectUris(in, "redirectUris", 1),
                redirectUris(in, "postLogoutRedirectUris", 0),
                claim(in),
                roles(in),
                in.flag("register", false),
                in.flag("linkByEmail", false),
                in.flag("enabled", true));
    }

    /** Why it may not be asked for anything, as far as that can be told without asking for addresses. */
    public Optional<String> refusal(AddressGuard guard) {
        return ProviderUris.refusal(issuer, guard);
    }

    @Override
    public Kind kind() {
        return Kind.PROVIDER;
    }

    @Override
    public Map<String, String> references() {
        return Names.tenantReference(tenant);
    }

    @Override
    public Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        for (int i = 0; i < redirectUris.size(); i++) {
            claims.putIfAbsent("redirect " + tenant + ' ' + redirectUris.get(i), Pointer.item("/redirectUris", i));
        }
        return claims;
    }

    /** It stands in paths. */
    private static String name(Section in) {
        String name = in.required("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            in.violation("name", "expected 1 to 63 of a-z, 0-9 and -, a letter first");
        }
        return name;
    }

    private static String clientId(Section in) {
        String id = in.required("clientId");
        if (id.length() > LONGEST || !id.chars().allMatch(c -> c >= ' ' && c < 127)) {
            in.violation("clientId", "expected at most " + LONGEST + " printable ASCII characters");
        }
        return id;
    }

    private static Set<String> scopes(Section in) {
        List<String> said = in.texts("scopes");
        for (int i = 0; i < said.size(); i++) {
            if (!SCOPE.matcher(said.get(i)).matches()) {
                in.violation("scopes", i, "expected a scope (RFC 6749, section 3.3)");
            }
        }
        if (said.size() > MOST_SCOPES) {
            in.violation("scopes", "expected at most " + MOST_SCOPES + " scopes");
        }
        Set<String> scopes = new HashSet<>(said.isEmpty() ? List.of("email") : said);
        scopes.add("openid");
        return scopes;
    }

    private static List<String> redirectUris(Section in, String field, int least) {
        List<String> said = in.texts(field);
        if (said.size() < least || said.size() > MOST_REDIRECTS) {
            in.violation(field, "expected " + least + " to " + MOST_REDIRECTS + " URIs");
        }
        for (int i = 0; i < said.size(); i++) {
            if (!ProviderUris.isRedirect(said.get(i))) {
                in.violation(field, i, "expected " + ProviderUris.REDIRECT);
            }
        }
        return said;
    }

    private static @Nullable String claim(Section in) {
        @Nullable String claim = in.text("groupsClaim");
        if (claim != null && (claim.isBlank() || claim.length() > LONGEST)) {
            in.violation("groupsClaim", "expected 1 to " + LONGEST + " characters");
        }
        return claim;
    }

    private static Map<String, String> roles(Section in) {
        Map<String, String> roles = in.map("roles");
        if (roles.size() > MOST_ROLES) {
            in.violation("roles", "expected at most " + MOST_ROLES + " groups");
        }
        if (!roles.isEmpty() && !in.has("groupsClaim")) {
            in.violation("groupsClaim", "is required: it says where the groups are");
        }
        roles.forEach((group, role) -> {
            if (!NAME.matcher(role).matches()) {
                in.violation("roles", group, "expected a role: a-z, 0-9 and -, at most 63 characters");
            } else if (NEVER_GIVEN.contains(role)) {
                in.violation("roles", group, role + " is for administrators to give, not for a provider");
            }
        });
        return roles;
    }
}
