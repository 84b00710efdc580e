package org.example.workshop;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Mends machines. */
@ApplicationScoped
public class Mending implements CommandHandler<Mend> {

    @Override
    public Class<Mend> accepts() {
        return Mend.class;
    }

    @Override
    public Outcome handle(Mend mend, CommandContext context) {
        return Outcome.succeeded(new Mended(context.aggregateId()));
    }
}
