package io.universalmiddleware.gateway.caching.fill;

import java.util.concurrent.CompletableFuture;

/**
 * A flight is how this node gets what belongs under a key, once for all who want it.
 *
 * @param since position of the near store's purges when it began
 * @param begunAt milliseconds since 1970
 */
public record Flight(long since, long begunAt, CompletableFuture<Outcome> outcome) {}
