package io.universalmiddleware.bench;

import org.jspecify.annotations.Nullable;

/** Why something could not be measured, in a line that names the cure where there is one. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
