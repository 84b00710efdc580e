package io.universalmiddleware.processor.handling;

/** A record is a command that was never accepted here: nobody was promised anything about it, and no other message depends on it. */
final class NotAcceptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAcceptedException() {
        super("no such command was accepted here");
    }
}
