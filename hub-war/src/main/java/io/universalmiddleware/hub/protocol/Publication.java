package io.universalmiddleware.hub.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A publication as clients see it.
 *
 * @param data JSON on one line
 * @param publisher who published it; null for the platform
 * @param time milliseconds since 1970 UTC
 */
public record Publication(
        String data,
        long offset,
        Map<String, String> tags,
        long time,
        @Nullable ClientInfo publisher) {}
