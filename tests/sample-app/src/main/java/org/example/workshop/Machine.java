package org.example.workshop;

import io.universalmiddleware.contracts.spi.Aggregate;
import java.util.List;

/** A machine, mended or not. */
record Machine(boolean mended) {
    static final Aggregate<Machine> AGGREGATE = new Aggregate<>(
            "workshop.Machine", List.of(Mended.class), new Machine(false), (before, event) -> new Machine(true));
}
