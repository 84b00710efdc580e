package io.universalmiddleware.cache.redis;

import org.jspecify.annotations.Nullable;

/** Redis does not answer. */
public final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AwayException(String why) {
        super("Redis " + why);
    }

    AwayException(@Nullable Throwable cause) {
        super("Redis does not answer: " + cause, cause);
    }
}
