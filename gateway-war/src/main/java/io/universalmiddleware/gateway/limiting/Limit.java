package io.universalmiddleware.gateway.limiting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A limit in force: what it allows, and under which keys its counts are kept.
 *
 * <p>Keys say who declares the limit and its name, and nothing of what it allows: counts stay when that is changed.
 */
final class Limit {
    private static final int LONGEST_VALUE = 64;

    private final LimitConfig config;
    private final Rate rate;
    private final String stem;
    /** The key where all requesters are counted together. */
    private final String common;

    /**
     * @param owner of the limit: empty for the platform, a tenant, or a tenant and its route or its origin
     * @param tenant of the route it is in force at
     */
    Limit(LimitConfig config, String owner, String tenant, String route) {
        this.config = config;
        rate = config.rate();
        stem = owner + '|' + config.name() + '|';
        common = stem
                + switch (config.counted().by()) {
                    case TENANT -> "t:" + tenant;
                    case ROUTE -> "r:" + owner(tenant, route);
                    case GLOBAL, IP, USER, KEY, HEADER -> "g";
                };
    }

    static String owner(String tenant) {
        return escaped(tenant);
    }

    static String owner(String tenant, String route) {
        return escaped(tenant) + '/' + escaped(route);
    }

    static String originOwner(String tenant, String origin) {
        return escaped(tenant) + "//" + escaped(origin);
    }

    LimitConfig config() {
        return config;
    }

    Rate rate() {
        return rate;
    }

    /** Where the requester's requests are counted. Whoever cannot be told apart by what is asked for counts by address. */
    String key(Requester by) {
        return switch (config.counted().by()) {
            case IP -> byAddress(by);
            case USER -> by.user().isEmpty() ? byKey(by) : stem + "u:" + bounded(by.user());
            case KEY -> byKey(by);
            case TENANT, ROUTE, GLOBAL -> common;
            case HEADER -> byHeader(by);
        };
    }

    private String byHeader(Requester by) {
        @Nullable String value = by.header().apply(config.counted().header());
        return value == null || value.isBlank() ? byAddress(by) : stem + "h:" + bounded(value);
    }

    private String byKey(Requester by) {
        return by.key().isEmpty() ? byAddress(by) : stem + "k:" + bounded(by.key());
    }

    private String byAddress(Requester by) {
        return stem + "a:" + ClientNetwork.of(by.address());
    }

    private static String bounded(String value) {
        return value.length() <= LONGEST_VALUE ? value : '#' + digest(value);
    }

    private static String digest(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("/", "%2f").replace("|", "%7c");
    }
}
