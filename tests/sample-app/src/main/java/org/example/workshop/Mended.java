package org.example.workshop;

import io.universalmiddleware.contracts.spi.EventType;

/** A machine was mended. */
@EventType(name = "workshop.Mended")
public record Mended(String machine) {}
