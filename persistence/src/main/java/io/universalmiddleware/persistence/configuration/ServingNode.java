package io.universalmiddleware.persistence.configuration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A serving node is an edge and the revision that it serves.
 *
 * @param problem why it does not serve a later one, if it refused it
 * @param at when it last said so, by the database's clock
 * @param live whether that was a short while ago
 */
public record ServingNode(
        String node, long revision, @Nullable String problem, Instant startedAt, Instant at, boolean live) {}
