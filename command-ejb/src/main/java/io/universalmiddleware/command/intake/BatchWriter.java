package io.universalmiddleware.command.intake;

import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.transaction.TransactionalException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch writer commits what waits in the room, again and again, and answers each sender after the commit.
 *
 * <p>It never waits for a batch to grow: while one is being committed the next one gathers by itself. A command that cannot
 * be written is taken out by halving the batch, so that it fails alone. When it is not known whether a batch was
 * committed, or the database is away, all of it is answered {@link Acceptance.Unavailable}.
 */
final class BatchWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    static final Acceptance OVERDUE = new Acceptance.Overloaded("The command has waited for too long.", 1);

    private final WaitingRoom room;
    private final Function<List<PendingCommand>, List<Acceptance>> transaction;
    private final IntConsumer committed;

    /**
     * @param transaction commits a batch as a whole and answers in its order; throws if nothing is known to be committed
     * @param committed is told the size of each batch that was committed
     */
    BatchWriter(WaitingRoom room, Function<List<PendingCommand>, List<Acceptance>> transaction, IntConsumer committed) {
        this.room = room;
        this.transaction = transaction;
        this.committed = committed;
    }

    @Override
    public void run() {
        try {
            WaitingRoom.Batch batch = room.take();
            while (!batch.isEmpty()) {
                answer(batch.overdue(), OVERDUE);
                write(batch.due());
                batch = room.take();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void write(List<PendingCommand> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<Acceptance> outcomes;
        try {
            outcomes = transaction.apply(batch);
        } catch (RuntimeException | Error fault) {
            failed(batch, fault);
            return;
        }
        committed.accept(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(outcomes.get(i));
        }
    }

    private void failed(List<PendingCommand> batch, Throwable fault) {
        if (isUnknown(fault)) {
            LOG.warn("{} commands could not be committed: {}", batch.size(), fault.toString());
            answer(batch, new Acceptance.Unavailable());
        } else if (batch.size() == 1 || fault instanceof Error) {
            batch.forEach(pending -> pending.answer().completeExceptionally(fault));
        } else {
            int half = batch.size() / 2;
            write(batch.subList(0, half));
            write(batch.subList(half, batch.size()));
        }
    }

    /** Everything is written before the commit, so that what only the transaction's end tells is the commit's own fate. */
    private static boolean isUnknown(Throwable fault) {
        return SqlFault.isTransient(fault) || fault instanceof TransactionalException;
    }

    private static void answer(List<PendingCommand> batch, Acceptance acceptance) {
        batch.forEach(pending -> pending.answer().complete(acceptance));
    }
}
