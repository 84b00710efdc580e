package io.universalmiddleware.gateway.pool;

import java.time.Instant;

/**
 * The state of an origin's circuit breaker.
 *
 * @param state {@code closed}, {@code open} or {@code half-open}
 * @param since when it became so
 * @param reason why, for people
 */
public record BreakerState(String state, Instant since, String reason) {}
