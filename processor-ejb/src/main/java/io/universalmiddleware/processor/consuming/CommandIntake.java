package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.keyed.KeyedExecutor;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.processor.handling.CommandReader;
import io.universalmiddleware.processor.handling.CommandTasks;
import io.universalmiddleware.processor.handling.MalformedRecordException;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of records in.
 *
 * <p>At least once in, effect once. Order holds within a record key, across batches too; keys do not wait for one another. A batch
 * is acknowledged when all of its commands are settled, dead letters or waiting behind one. What is no command at all becomes a
 * dead letter too. After partitions were revoked, batches taken before are not acknowledged: whoever has them now gets those commands again.
 */
public final class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);

    private final KeyedExecutor<Task> executor;
    private final CommandTasks tasks;
    private final LongCommands marking;
    private final Clock clock;
    private final AtomicInteger revocations = new AtomicInteger();

    public CommandIntake(KeyedExecutor<Task> executor, CommandTasks tasks, LongCommands marking, Clock clock) {
        this.executor = executor;
        this.tasks = tasks;
        this.marking = marking;
        this.clock = clock;
    }

    /**
     * Takes a batch; does not block. To be called with one batch after the other, as they come.
     *
     * @param acknowledge called once all of its commands are done, on any thread
     */
    public void take(Iterable<ConsumerRecord<String, byte[]>> batch, Runnable acknowledge) {
        int revocation = revocations.get();
        Instant now = clock.instant();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        Map<ReceivedCommand, CompletableFuture<Void>> commands = new IdentityHashMap<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            KeptMessage message = CommandReader.message(record);
            try {
                ReceivedCommand command = CommandReader.read(message);
                CompletableFuture<Void> handled =
                        executor.submit(command.message().key(), tasks.of(command, now));
                commands.put(command, handled);
                done.add(handled);
            } catch (MalformedRecordException malformed) {
                LOG.error(
                        "A malformed record at {}-{} offset {} becomes a dead letter: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        malformed.getMessage());
                done.add(executor.submit(message.key(), tasks.of(message, malformed, now)));
            }
        }
        marking.watch(commands, now);
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).thenRun(() -> {
            if (revocations.get() == revocation) {
                acknowledge.run();
            }
        });
    }

    /** Tells that partitions are taken away from this node. */
    public void revoked() {
        revocations.incrementAndGet();
    }
}
