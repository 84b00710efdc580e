package io.universalmiddleware.processor.handling;

import org.jspecify.annotations.Nullable;

/** No attempt can ever carry the command out: nobody handles its type, or its payload cannot be read. */
final class UnusableCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableCommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
