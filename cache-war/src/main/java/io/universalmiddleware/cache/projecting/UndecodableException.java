package io.universalmiddleware.cache.projecting;

/** A record is no event. */
final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecodableException(String reason) {
        super(reason);
    }

    UndecodableException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
