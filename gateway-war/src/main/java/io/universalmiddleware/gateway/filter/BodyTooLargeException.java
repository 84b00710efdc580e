package io.universalmiddleware.gateway.filter;

/** A body is larger than may be held in memory. */
public final class BodyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BodyTooLargeException(long most) {
        super("a body is larger than " + most + " bytes");
    }
}
