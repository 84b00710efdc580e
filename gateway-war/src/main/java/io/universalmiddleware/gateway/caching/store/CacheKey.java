package io.universalmiddleware.gateway.caching.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A cache key names what requests are answered alike: tenant, route and target, what the route adds to it, and the variant where
 * answers vary.
 */
public final class CacheKey {
    private final String tenant;
    private final String text;
    private final int hash;

    private CacheKey(String tenant, String text) {
        this.tenant = tenant;
        this.text = text;
        hash = text.hashCode();
    }

    /** @param request what distinguishes requests within the route */
    public static CacheKey of(String tenant, String route, String request) {
        return new CacheKey(tenant, tenant + '\n' + route + '\n' + request);
    }

    /** The key of one variant of what this names. */
    public CacheKey variant(String secondary) {
        return new CacheKey(tenant, text + "\n\n" + secondary);
    }

    /** Under which it is noted that answers to those who are known cannot be stored: that concerns nobody else. */
    public CacheKey identified() {
        return new CacheKey(tenant, text + "\n\nidentified");
    }

    public String tenant() {
        return tenant;
    }

    /** A digest for stores: keys of a thousand characters cost there. */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("the JDK has no SHA-256", absent);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey key && hash == key.hash && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text.replace('\n', ' ');
    }
}
