package io.universalmiddleware.persistence.deadletter;

/** What a consumer may do with a message that was delivered to it. */
public enum Claim {
    /** Give it its effect: it is in the inbox now, if the transaction commits. */
    FRESH,
    /** Nothing: it has had its effect. */
    DUPLICATE,
    /** Put it into the queue of its key, which is parked. */
    PARKED
}
