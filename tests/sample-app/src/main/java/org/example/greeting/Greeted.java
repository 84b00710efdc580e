package org.example.greeting;

import io.universalmiddleware.contracts.spi.EventType;

/** Somebody was greeted. */
@EventType(name = "greeting.Greeted")
public record Greeted(String name, String words) {}
