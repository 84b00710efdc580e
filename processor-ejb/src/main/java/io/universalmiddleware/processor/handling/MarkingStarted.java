package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.command.Started;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks commands as taken up, some in one transaction.
 *
 * <p>For people who look: nothing depends on it, so it is tried once, and a settlement makes up for it.
 */
public final class MarkingStarted {
    private static final Logger LOG = LoggerFactory.getLogger(MarkingStarted.class);

    private final Transactions transactions;

    public MarkingStarted(Transactions transactions) {
        this.transactions = transactions;
    }

    public void mark(List<ReceivedCommand> commands, Instant startedAt) {
        List<Started> started = commands.stream()
                .sorted(Comparator.comparing(command -> command.id().value())) // the same order everywhere: no deadlock
                .map(command -> new Started(command.id(), command.publishedAt(), startedAt))
                .toList();
        try {
            transactions.call(stores -> {
                stores.commands().markProcessing(started);
                return true;
            });
        } catch (RuntimeException unmarked) {
            LOG.debug("{} commands could not be marked as taken up", started.size(), unmarked);
        }
    }
}
