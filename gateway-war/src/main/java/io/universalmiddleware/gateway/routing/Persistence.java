package io.universalmiddleware.gateway.routing;

import java.time.Duration;

/**
 * Persistence is how long and how often an origin is asked.
 *
 * @param hedge after which a safe request that has no answer yet is sent to another target too; zero for never
 */
public record Persistence(Patience patience, Retries retries, Duration hedge) {}
