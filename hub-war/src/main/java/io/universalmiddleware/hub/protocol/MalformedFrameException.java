package io.universalmiddleware.hub.protocol;

import org.jspecify.annotations.Nullable;

/** Bytes from a client that are no commands of the protocol. */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
