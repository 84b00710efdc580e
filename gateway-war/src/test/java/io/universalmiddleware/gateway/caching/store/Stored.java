package io.universalmiddleware.gateway.caching.store;

import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.http.FieldList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Stored responses of tests. */
final class Stored {
    static final long NOW = 1_700_000_000_000L;

    private Stored() {}

    /** An answer that is fresh for a minute. */
    static StoredResponse response(String path, String body, String... tags) {
        return new StoredResponse(
                UUID.randomUUID().toString(),
                200,
                FieldList.of("Content-Type", "text/plain"),
                body.getBytes(StandardCharsets.UTF_8),
                new Terms(60_000, true, false, false, false, 0, 0),
                0,
                NOW,
                path,
                PurgeTags.of("r", path, null, List.of(tags)));
    }

    static CacheKey key(String name) {
        return CacheKey.of("acme", "r", name);
    }

    static String body(Held held) {
        return new String(((Held.Stored) held).response().body(), StandardCharsets.UTF_8);
    }
}
