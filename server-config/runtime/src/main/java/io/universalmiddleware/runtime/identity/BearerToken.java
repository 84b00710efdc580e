package io.universalmiddleware.runtime.identity;

import io.universalmiddleware.token.Identity;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * A verified token as MicroProfile JWT shows it. What the platform itself asks for is known without looking into the token; all
 * claims are read when another is asked for.
 */
final class BearerToken implements JsonWebToken {
    /** Nobody's token has neither name nor claims. */
    static final BearerToken NONE = new BearerToken(null, Map.of(), "");

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final Map<String, Class<?>> STANDARD =
            Arrays.stream(Claims.values()).collect(Collectors.toMap(Claims::name, Claims::getType));

    private final @Nullable String name;
    private final Map<String, Object> known;
    private final String token;
    private volatile @Nullable Map<String, JsonValue> claims;

    private BearerToken(@Nullable String name, Map<String, Object> known, String token) {
        this.name = name;
        this.known = known;
        this.token = token;
    }

    static BearerToken of(Identity identity, String token) {
        Map<String, Object> known = new HashMap<>();
        known.put("sub", identity.user());
        known.put("tenant", identity.tenant().value());
        known.put("groups", identity.roles());
        known.put(Identity.OWN, identity.own());
        if (!identity.scopes().isEmpty()) {
            known.put("scope", String.join(" ", identity.scopes()));
        }
        return new BearerToken(identity.name(), known, token);
    }

    static BearerToken withoutTenant(String user, String token) {
        return new BearerToken(user, Map.of("sub", user, Identity.OWN, false), token);
    }

    @Override
    @SuppressWarnings("NullAway") // nobody has no name
    public String getName() {
        return name;
    }

    @Override
    @SuppressWarnings("NullAway") // null stands for no claims at all
    public Set<String> getClaimNames() {
        return claims().isEmpty() ? null : claims().keySet();
    }

    /** As the specification types it: text as String, a standard claim as its type, any other as JSON. */
    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T getClaim(String claim) {
        Object value = known.get(claim);
        return (T) (value != null ? value : typed(claim, claims().get(claim)));
    }

    private static @Nullable Object typed(String claim, @Nullable JsonValue value) {
        if (STANDARD.get(claim) == Set.class && value != null) {
            return texts(value);
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        return STANDARD.get(claim) == Long.class && value instanceof JsonNumber number ? number.longValue() : value;
    }

    /** Several, or one that stands alone (RFC 7519, section 4.1.3). */
    private static Set<String> texts(JsonValue value) {
        return value instanceof JsonArray several
                ? several.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toSet())
                : Set.of(((JsonString) value).getString());
    }

    /** Every claim as JSON, and the token itself. */
    Map<String, JsonValue> claims() {
        Map<String, JsonValue> read = claims;
        if (read == null) {
            read = token.isEmpty() ? Map.of() : read();
            claims = read;
        }
        return read;
    }

    private Map<String, JsonValue> read() {
        byte[] payload = Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
        try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(payload))) {
            Map<String, JsonValue> all = new HashMap<>(reader.readObject());
            all.put(Claims.raw_token.name(), JSON.createValue(token));
            return all;
        }
    }
}
