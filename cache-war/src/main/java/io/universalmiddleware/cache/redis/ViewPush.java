package io.universalmiddleware.cache.redis;

import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A view push is one version of a row on its way to Redis.
 *
 * @param tags what the publication carries beside the row; its {@value #VERSION} is always the value's
 */
public record ViewPush(ViewRef ref, ViewValue value, Instant changedAt, Map<String, String> tags) {
    /** Tag with the version of the row. */
    public static final String VERSION = "version";

    public ViewPush {
        Map<String, String> all = new HashMap<>(tags);
        all.put(VERSION, Long.toString(value.version()));
        tags = Map.copyOf(all);
    }
}
