package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.processor.handling.CommandReader;
import io.universalmiddleware.processor.handling.CommandTasks;
import io.universalmiddleware.processor.handling.MalformedRecordException;
import io.universalmiddleware.processor.handling.MarkingStarted;
import io.universalmiddleware.processor.handling.ReceivedCommand;
import io.universalmiddleware.processor.keyed.KeyedExecutor;
import io.universalmiddleware.processor.keyed.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    private final KeyedExecutor executor;
    private final CommandTasks tasks;
    private final MarkingStarted marking;
    private final Clock clock;
    private final AtomicInteger revocations = new AtomicInteger();

    public CommandIntake(KeyedExecutor executor, CommandTasks tasks, MarkingStarted marking, Clock clock) {
        this.executor = executor;
        this.tasks = tasks;
        this.marking = marking;
        this.clock = clock;
    }

    /**
     * Takes a batch; blocks for one short transaction. To be called with one batch after the other, as they come.
     *
     * @param acknowledge called once all of its commands are done, on any thread
     */
    public void take(Iterable<ConsumerRecord<String, byte[]>> batch, Runnable acknowledge) {
        int revocation = revocations.get();
        Instant now = clock.instant();
        List<ReceivedCommand> commands = new ArrayList<>();
        Map<Task, String> work = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            KeptMessage message = CommandReader.message(record);
            try {
                ReceivedCommand command = CommandReader.read(message);
                commands.add(command);
                work.put(tasks.of(command, now), command.message().key());
            } catch (MalformedRecordException malformed) {
                LOG.error(
                        "A malformed record at {}-{} offset {} becomes a dead letter: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        malformed.getMessage());
                work.put(tasks.of(message, malformed, now), message.key());
            }
        }
        if (!commands.isEmpty()) {
            marking.mark(commands, now);
        }
        List<CompletableFuture<Void>> done = new ArrayList<>();
        work.forEach((task, key) -> done.add(executor.submit(key, task)));
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
