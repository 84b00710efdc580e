package io.universalmiddleware.persistence.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deciding node is a process, and the activation of the policy by which it decides.
 *
 * @param activation 0 for the policy that comes with the platform
 * @param problem why it does not decide by the last one, if it refused that
 * @param live whether it said so in the last ten seconds
 */
public record DecidingNode(
        String node, long activation, @Nullable String problem, Instant at, boolean live) {}
