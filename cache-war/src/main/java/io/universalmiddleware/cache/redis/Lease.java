package io.universalmiddleware.cache.redis;

/** A lease is the right to write a loaded row where Redis has no copy of it; it ends by itself. */
public record Lease(String epoch, String token) {}
