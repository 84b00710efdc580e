package org.example.workshop;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.contracts.spi.PermanentFailureException;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes pieces, if the machine holds. */
@ApplicationScoped
public class Working implements CommandHandler<Work> {

    @Override
    public Class<Work> accepts() {
        return Work.class;
    }

    @Override
    public Outcome handle(Work work, CommandContext context) {
        switch (work.how()) {
            case "broken" -> run(context.state(Machine.AGGREGATE, work.machine()));
            case "never" -> throw new PermanentFailureException("no machine makes a " + work.step());
            default -> {}
        }
        return Outcome.succeeded(new Worked(work.step(), work.how(), work.machine()));
    }

    private static void run(Machine machine) {
        if (!machine.mended()) {
            throw new IllegalStateException("the machine is broken", new ArithmeticException("gear / 0"));
        }
    }
}
