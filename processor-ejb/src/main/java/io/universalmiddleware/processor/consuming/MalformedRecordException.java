package io.universalmiddleware.processor.consuming;

/** A record of topic {@code commands} is no command; nobody was promised anything about it. */
final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String reason) {
        super(reason);
    }
}
