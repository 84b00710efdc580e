package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.access.ApiKey;
import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Section;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API key lets a consumer of a tenant's API say who it is.
 *
 * @param consumer whose calls are counted together; the key's name if the document says nothing
 * @param scopes what its bearer may do
 * @param expires when it ends; null if it does not
 * @param enabled whether it is taken
 * @param secrets the texts that its bearer may show; more than one while it is being replaced
 */
public record ApiKeyDefinition(
        UUID id,
        String tenant,
        String name,
        String consumer,
        Set<String> scopes,
        @Nullable Instant expires,
        boolean enabled,
        List<Secret> secrets)
        implements Definition {
    private static final int MAX_SECRETS = 5;
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,100}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{4,40}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * A secret as it is kept.
     *
     * @param prefix its beginning, which finds it
     * @param hash SHA-256 of its whole text, in 64 hexadecimal digits
     * @param expires when it ends; null if it ends with the key
     */
    public record Secret(
            String prefix, String hash, @Nullable Instant expires) {}

    static ApiKeyDefinition read(UUID id, Section in) {
        String name = Names.name(in);
        List<Section> secrets = in.objects("secrets");
        if (secrets.size() > MAX_SECRETS) {
            in.violation("secrets", "expected at most " + MAX_SECRETS);
        }
        return new ApiKeyDefinition(
                id,
                Names.tenant(in),
                name,
                in.has("consumer") ? Names.other(in, "consumer") : name,
                scopes(in),
                instant(in, "expiresAt"),
                in.flag("enabled", true),
                secrets.stream().map(ApiKeyDefinition::secret).toList());
    }

    @Override
    public Kind kind() {
        return Kind.API_KEY;
    }

    @Override
    public Map<String, String> references() {
        return Names.tenantReference(tenant);
    }

    @Override
    public Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        for (int i = 0; i < secrets.size(); i++) {
            claims.put("key:" + secrets.get(i).prefix(), Pointer.item("/secrets", i) + "/prefix");
        }
        return claims;
    }

    /** Whether its end has passed. */
    public boolean hasEnded(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    /** The key as callers are checked by it: once for each of its secrets. */
    public List<ApiKey> keys() {
        return secrets.stream()
                .map(secret -> new ApiKey(
                        id.toString(),
                        tenant,
                        consumer,
                        secret.prefix(),
                        secret.hash(),
                        scopes,
                        sooner(expires, secret.expires()),
                        enabled))
                .toList();
    }

    private static @Nullable Instant sooner(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static Secret secret(Section in) {
        Secret secret = new Secret(in.required("prefix"), in.required("sha256"), instant(in, "expiresAt"));
        if (!PREFIX.matcher(secret.prefix()).matches()) {
            in.violation("prefix", "expected 4 to 40 letters, digits and _");
        }
        if (!HASH.matcher(secret.hash()).matches()) {
            in.violation("sha256", "expected 64 hexadecimal digits in lower case");
        }
        return secret;
    }

    private static Set<String> scopes(Section in) {
        List<String> scopes = in.texts("scopes");
        Set<String> read = new HashSet<>();
        for (int i = 0; i < scopes.size(); i++) {
            if (!SCOPE.matcher(scopes.get(i)).matches()) {
                in.violation(
                        "scopes", i, "expected a scope: 1 to 100 visible characters without quotes and backslashes");
            } else if (!read.add(scopes.get(i))) {
                in.violation("scopes", i, "is there twice");
            }
        }
        return Set.copyOf(read);
    }

    private static @Nullable Instant instant(Section in, String field) {
        @Nullable String text = in.text(field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException other) {
            in.violation(field, "expected an ISO 8601 time such as 2027-01-31T12:00:00Z");
            return null;
        }
    }
}
