package org.example.workshop;

import io.universalmiddleware.contracts.spi.CommandType;

/** Mends a machine: the aggregate is the machine. */
@CommandType(name = "workshop.Mend", aggregate = "workshop.Machine", schema = "/workshop/Mend.v1.json")
public record Mend() {}
