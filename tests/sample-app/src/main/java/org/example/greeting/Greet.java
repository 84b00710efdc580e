package org.example.greeting;

import io.universalmiddleware.contracts.spi.CommandType;

/** Greets somebody. */
@CommandType(
        name = "greeting.Greet",
        aggregate = "greeting.Person",
        aggregateId = "{name}",
        schema = "/greeting/Greet.v1.json")
public record Greet(String name, String words) {}
