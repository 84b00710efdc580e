package io.universalmiddleware.command.intake;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A pending command is a valid submission whose sender waits for its commit.
 *
 * @param bytes what it counts for in the waiting room
 * @param answer completed once, after its transaction has ended
 */
record PendingCommand(
        Submission submission,
        Sender sender,
        Optional<IdempotencyKey> key,
        int bytes,
        CompletableFuture<Acceptance> answer) {

    PendingCommand(Submission submission, Sender sender, Optional<IdempotencyKey> key, int bytes) {
        this(submission, sender, key, bytes, new CompletableFuture<>());
    }
}
