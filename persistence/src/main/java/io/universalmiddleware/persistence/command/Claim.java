package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.id.CommandId;

/** What became of claiming an idempotency key. */
public sealed interface Claim {

    /** The key was free; it now stands for the request, if the transaction commits. */
    record Fresh() implements Claim {}

    /** The key stands for the same request, which made this command. */
    record Replay(CommandId command) implements Claim {}

    /** The key stands for another request. */
    record Mismatch() implements Claim {}

    /** A request with the key is being accepted just now. */
    record InFlight() implements Claim {}
}
