package io.universalmiddleware.processor.ledger;

import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The application of these tests: an account that takes deposits, and a hook that runs in the handler. */
public final class Depositing implements CommandHandler<Deposit> {
    public static final Aggregate<Integer> BALANCE = new Aggregate<>(
            "test.Account", List.of(Deposited.class), 0, (before, event) -> ((Deposited) event).balance());

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Hook hook = (call, command, context) -> {};

    /** What else happens when the handler is called. */
    @FunctionalInterface
    public interface Hook {
        /** @param call from 1 */
        void run(int call, Deposit command, CommandContext context);
    }

    public void onCall(Hook hook) {
        this.hook = hook;
    }

    public int calls() {
        return calls.get();
    }

    @Override
    public Class<Deposit> accepts() {
        return Deposit.class;
    }

    @Override
    public Outcome handle(Deposit command, CommandContext context) {
        int balance = context.state(BALANCE);
        hook.run(calls.incrementAndGet(), command, context);
        if (command.amount() <= 0) {
            return Outcome.rejected("amount-not-positive", "A deposit is more than nothing.");
        }
        int after = balance + command.amount();
        return new Outcome.Succeeded(List.of(new Deposited(command.amount(), after)), Map.of("balance", after));
    }
}
