package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.id.CommandId;

/** What became of a submission. */
sealed interface Acceptance {

    /** It is committed, and will be carried out. */
    record Accepted(CommandId command) implements Acceptance {}

    /** The same request was accepted before. */
    record Replayed(CommandId command) implements Acceptance {}

    /** Its idempotency key stands for another request. */
    record KeyReused() implements Acceptance {}

    /** A request with its idempotency key is being accepted just now. */
    record InFlight() implements Acceptance {}

    /** The database is away, so nothing is known to be committed. */
    record Unavailable() implements Acceptance {}

    /**
     * It was not written, since too much waits already.
     *
     * @param reason for the client
     * @param retrySeconds when to try again
     */
    record Overloaded(String reason, int retrySeconds) implements Acceptance {}
}
