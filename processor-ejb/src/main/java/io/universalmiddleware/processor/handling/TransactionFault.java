package io.universalmiddleware.processor.handling;

/** A transaction could not be begun or committed; whether it took effect is unknown. */
final class TransactionFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransactionFault(Exception cause) {
        super(cause);
    }
}
