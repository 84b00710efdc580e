package org.example.greeting;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Greets somebody, but never with the same words twice in a row. */
@ApplicationScoped
public class Greeting implements CommandHandler<Greet> {

    @Override
    public Class<Greet> accepts() {
        return Greet.class;
    }

    @Override
    public Outcome handle(Greet command, CommandContext context) {
        if (context.state(Person.AGGREGATE).lastWords().equals(command.words())) {
            return Outcome.rejected("already-said", "'" + command.words() + "' was said just before.");
        }
        return Outcome.succeeded(new Greeted(command.name(), command.words()));
    }
}
