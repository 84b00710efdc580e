package org.example.greeting;

import io.universalmiddleware.contracts.spi.Aggregate;
import java.util.List;

/** A person, as far as greeting goes: the words last said; empty if none were. */
record Person(String lastWords) {
    static final Aggregate<Person> AGGREGATE = new Aggregate<>(
            "greeting.Person",
            List.of(Greeted.class),
            new Person(""),
            (before, event) -> new Person(((Greeted) event).words()));
}
