package io.universalmiddleware.processor.handling;

import java.time.Instant;

/**
 * An attempt is one call of a command's handler.
 *
 * @param number from 1
 * @param startedAt when this node took the command up
 */
record Attempt(int number, Instant startedAt) {}
