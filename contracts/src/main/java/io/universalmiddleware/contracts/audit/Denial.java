package io.universalmiddleware.contracts.audit;

/**
 * A denial is a request that was refused for who sent it.
 *
 * <p>A CDI event, cheap to fire on any thread. It is audited soon after; of those that are alike, or too many, only how many they were.
 *
 * @param tenant the caller's; empty if not known
 * @param actor {@code tenant/user}; empty if nobody is known to have called
 * @param action what was asked for: an operation's id, or empty
 * @param reason why, in a few words of the platform's own
 * @param address where it came from, as far as this process knows; may be empty
 */
public record Denial(String tenant, String actor, String action, String reason, String address) {}
