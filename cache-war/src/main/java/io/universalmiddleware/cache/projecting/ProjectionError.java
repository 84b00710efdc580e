package io.universalmiddleware.cache.projecting;

/**
 * Projecting ended with an error, as by a recursion without end. It is an exception that says so, since the container rolls no
 * transaction back for an error.
 */
final class ProjectionError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProjectionError(Error error) {
        super(String.valueOf(error), error);
    }
}
