package io.universalmiddleware.cache.redis;

import io.universalmiddleware.cache.view.ViewValue;
import io.universalmiddleware.contracts.id.ViewRef;
import java.time.Instant;
import java.util.Map;

/**
 * A view push is one version of a row on its way to Redis.
 *
 * @param tags what the publication carries beside the row
 */
public record ViewPush(ViewRef ref, ViewValue value, Instant changedAt, Map<String, String> tags) {
    public ViewPush {
        tags = Map.copyOf(tags);
    }
}
