package io.universalmiddleware.cache;

import io.universalmiddleware.contracts.spi.EventType;

/** An account was closed; its row goes. */
@EventType(name = "test.Closed")
public record Closed(String why) {}
