package io.universalmiddleware.persistence.deadletter;

/** What is to be done next for a parked key. */
public sealed interface Turn {

    /** To try the letter's message again. */
    record Retry(DeadLetter letter) implements Turn {}

    /**
     * To give the oldest waiting message its effect.
     *
     * @param seq its place in the queue
     */
    record Next(long seq, KeptMessage message) implements Turn {}

    /** Nothing: the key is not parked (any more). */
    record Free() implements Turn {}

    /** Nothing: the letter waits for an operator. */
    record Undecided() implements Turn {}

    /** Nothing: another node is at it. */
    record Elsewhere() implements Turn {}
}
