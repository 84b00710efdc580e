package io.universalmiddleware.contracts.spi;

/**
 * A fault that no retry can help, thrown by a handler that knows: its command becomes a dead letter at once.
 *
 * <p>A rule that rejects a command is no fault: that is {@link Outcome.Rejected}.
 */
public class PermanentFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PermanentFailureException(String message) {
        super(message);
    }

    public PermanentFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
