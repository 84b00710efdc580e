package org.example.workshop;

import io.universalmiddleware.contracts.spi.EventType;

/** A step of a piece was made. */
@EventType(name = "workshop.Worked")
public record Worked(String step, String how, String machine) {}
