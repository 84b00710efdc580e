package io.universalmiddleware.cache;

/** The row of {@link BalanceProjection}. */
public record Balance(long total, int events) {}
