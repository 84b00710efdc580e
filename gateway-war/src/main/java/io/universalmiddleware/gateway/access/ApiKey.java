package io.universalmiddleware.gateway.access;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the edge knows it: everything but its secret.
 *
 * <p>To rotate a key is to have two of them with one id for a while, the older with its end.
 *
 * @param id of the key, the same for both during a rotation
 * @param tenant whose key it is
 * @param consumer who uses it, for people
 * @param prefix the part of the key by which it is found, unique
 * @param hash SHA-256 of the whole key in hexadecimal
 * @param scopes what it is good for
 * @param expires when it ends; null for never
 */
public record ApiKey(
        String id,
        String tenant,
        String consumer,
        String prefix,
        String hash,
        Set<String> scopes,
        @Nullable Instant expires,
        boolean enabled) {
    private static final int HASH_CHARACTERS = 64;

    /** @throws IllegalArgumentException if the hash is no SHA-256 in hexadecimal */
    public ApiKey {
        if (hash.length() != HASH_CHARACTERS) {
            throw new IllegalArgumentException("expected SHA-256 in hexadecimal");
        }
        HexFormat.of().parseHex(hash);
        scopes = Set.copyOf(scopes);
    }

    boolean isUsable(Instant now) {
        return enabled && (expires == null || now.isBefore(expires));
    }

    @Override
    public String toString() {
        return "API key " + prefix + " of " + tenant;
    }
}
