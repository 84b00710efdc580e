package io.universalmiddleware.contracts.keyed;

import java.time.Duration;

/** What a task says when it has run. */
public sealed interface Verdict {

    /** The task is finished; its key may go on. */
    record Done() implements Verdict {}

    /** The task wants to run again after the delay; its key waits, and no thread. */
    record Again(Duration delay) implements Verdict {}
}
