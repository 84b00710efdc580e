package io.universalmiddleware.gateway.pool;

import java.time.Instant;

/**
 * A change of a target's state.
 *
 * @param to the state that began: {@code up}, {@code down} or {@code ejected}
 * @param reason for people
 */
public record MemberChange(Instant at, String to, String reason) {}
