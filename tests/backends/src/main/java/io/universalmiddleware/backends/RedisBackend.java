package io.universalmiddleware.backends;

import io.universalmiddleware.stores.ServerProcess;
import org.jspecify.annotations.Nullable;

/** A Redis server, and a prefix that makes the keys and channels of this test its own. */
public final class RedisBackend extends Backend {
    private final String url;
    private final String keyPrefix;

    RedisBackend(String url, String keyPrefix, @Nullable ServerProcess store) {
        super("Redis", store);
        this.url = url;
        this.keyPrefix = keyPrefix;
    }

    /** As {@code redis://127.0.0.1:16379}. */
    public String url() {
        return url;
    }

    /** As {@code t3f9c01:}; ends with a colon. */
    public String keyPrefix() {
        return keyPrefix;
    }
}
