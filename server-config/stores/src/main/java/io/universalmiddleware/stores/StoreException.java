package io.universalmiddleware.stores;

/** A store that cannot run. The message is one line: what is wrong, and its cure. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
