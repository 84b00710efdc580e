package io.universalmiddleware.gateway.caching.store;

/**
 * A lease makes its holder the only one, of all nodes, who fetches what belongs under a key.
 *
 * @param key under which it was asked for
 * @param number of purges that had been when it was given
 */
public record Lease(CacheKey key, String epoch, String token, long number) {}
