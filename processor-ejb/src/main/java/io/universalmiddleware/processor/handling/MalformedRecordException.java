package io.universalmiddleware.processor.handling;

/** A record of topic {@code commands} is no command. */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String reason) {
        super(reason);
    }
}
