package io.universalmiddleware.persistence.event;

import io.universalmiddleware.contracts.id.AggregateRef;

/** Somebody else has appended to the stream since it was read; reading it again and retrying helps. */
public final class ConcurrentAppendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConcurrentAppendException(AggregateRef aggregate, Throwable cause) {
        super("stream " + aggregate.recordKey() + " has moved on", cause);
    }
}
