package io.universalmiddleware.cache;

import io.universalmiddleware.contracts.spi.EventType;

/** Something was added to an account. With bad data its projection throws at the second of its rows. */
@EventType(name = "test.Added")
public record Added(int amount, boolean bad) {}
