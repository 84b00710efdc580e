package io.universalmiddleware.persistence.deadletter;

import java.time.Instant;

/**
 * A failure is the end of a message's attempts.
 *
 * @param attempts how many there were, this time
 * @param firstAt when the first of them began
 */
public record Failure(LetterReason reason, Cause cause, int attempts, Instant firstAt) {}
