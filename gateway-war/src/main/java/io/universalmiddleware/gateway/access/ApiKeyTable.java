package io.universalmiddleware.gateway.access;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API keys of one revision, found by their prefix. Immutable. */
public final class ApiKeyTable {
    private static final ApiKeyTable EMPTY = new ApiKeyTable(Map.of());
    private static final byte[] NO_HASH = new byte[32];

    private record Entry(ApiKey key, byte[] hash) {}

    private final Map<String, Entry> byPrefix;

    private ApiKeyTable(Map<String, Entry> byPrefix) {
        this.byPrefix = byPrefix;
    }

    public static ApiKeyTable empty() {
        return EMPTY;
    }

    /** @throws IllegalArgumentException if two keys have one prefix */
    public static ApiKeyTable of(Collection<ApiKey> keys) {
        Map<String, Entry> byPrefix = new HashMap<>();
        for (ApiKey key : keys) {
            Entry entry = new Entry(key, HexFormat.of().parseHex(key.hash()));
            if (byPrefix.put(key.prefix(), entry) != null) {
                throw new IllegalArgumentException("two API keys have the prefix " + key.prefix());
            }
        }
        return new ApiKeyTable(byPrefix);
    }

    /**
     * The key that a text is, if it is one of this tenant's that may be used now. Takes any text. How long it takes says nothing of
     * the secret, nor whether a key has this prefix.
     */
    public Optional<ApiKey> find(String text, String tenant, Instant now) {
        @Nullable String prefix = ApiKeyText.prefix(text);
        if (prefix == null) {
            return Optional.empty();
        }
        @Nullable Entry entry = byPrefix.get(prefix);
        boolean same = MessageDigest.isEqual(ApiKeyText.hash(text), entry == null ? NO_HASH : entry.hash());
        return entry != null
                        && same
                        && entry.key().tenant().equals(tenant)
                        && entry.key().isUsable(now)
                ? Optional.of(entry.key())
                : Optional.empty();
    }

    public int size() {
        return byPrefix.size();
    }
}
