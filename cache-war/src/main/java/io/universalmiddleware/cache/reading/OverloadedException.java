package io.universalmiddleware.cache.reading;

/** Too many reads wait for PostgreSQL; this one was not begun. */
final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException() {
        super("too many reads wait for the database");
    }
}
