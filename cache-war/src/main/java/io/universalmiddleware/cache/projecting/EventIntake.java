package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.contracts.keyed.KeyedExecutor;
import io.universalmiddleware.contracts.keyed.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of records in, and has them delivered in parallel.
 *
 * <p>Order holds within a record key, across batches too; keys do not wait for one another, nor a batch for the one before it. What
 * waits while a worker is free again is delivered together, in one transaction. A batch is acknowledged when Redis has all of it. After
 * partitions were revoked, batches taken before are not acknowledged: whoever has them now gets those events again.
 */
public final class EventIntake {
    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final int TOGETHER = 250;
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    private final EventDelivery delivery;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final KeyedExecutor<Taken> executor;
    private final AtomicInteger revocations = new AtomicInteger();

    /**
     * @param factory gives threads of the container
     * @param workers how many transactions may be under way at once
     */
    public EventIntake(EventDelivery delivery, ThreadFactory factory, int workers) {
        this.delivery = delivery;
        this.threads = Executors.newFixedThreadPool(workers, factory);
        this.timer = Executors.newSingleThreadScheduledExecutor(factory);
        this.executor = new KeyedExecutor<>(threads, timer, workers, TOGETHER, this::deliver);
    }

    /**
     * Takes a batch; does not block. To be called with one batch after the other, as they come.
     *
     * @param acknowledge called once Redis has all of it, on any thread
     */
    public void take(Iterable<ConsumerRecord<String, byte[]>> batch, Runnable acknowledge) {
        int revocation = revocations.get();
        Map<Taken, String> events = new LinkedHashMap<>();
        Batch owner = new Batch(() -> {
            if (revocations.get() == revocation) {
                acknowledge.run();
            }
        });
        for (ConsumerRecord<String, byte[]> record : batch) {
            events.put(new Taken(record, owner), String.valueOf(record.key()));
        }
        if (events.isEmpty()) {
            acknowledge.run();
            return;
        }
        owner.expect(events.size());
        var unused = executor.submitAll(events);
    }

    /** Completes as soon as fewer than so many events are taken and not committed. */
    public CompletionStage<Void> room(int bound) {
        return executor.room(bound);
    }

    /** Tells that partitions are taken away from this node. */
    public void revoked() {
        revocations.incrementAndGet();
    }

    /** How many events are taken and not committed. */
    public int inFlight() {
        return executor.inFlight();
    }

    /** Waits until all that was taken is committed, and starts nothing any more. False if the time was too short. */
    public boolean finish(Duration atMost) throws InterruptedException {
        boolean finished = false;
        try {
            finished = executor.drain(atMost);
            return finished;
        } finally {
            executor.stop();
            timer.shutdownNow();
            if (finished) {
                threads.shutdown();
            } else {
                threads.shutdownNow();
            }
        }
    }

    private Verdict deliver(List<Taken> group) {
        try {
            delivery.deliver(group.stream().map(Taken::record).toList(), () -> group.forEach(Taken::delivered));
            return new Verdict.Done();
        } catch (InterruptedException shutdown) {
            executor.stop();
            Thread.currentThread().interrupt();
            return new Verdict.Again(Duration.ZERO);
        } catch (RuntimeException | Error fault) { // no event may be passed over for it
            LOG.error("{} events cannot be delivered; they are tried again", group.size(), fault);
            return new Verdict.Again(PAUSE_AFTER_FAULT);
        }
    }

    /** A record that was taken, and the batch that it came in. */
    private static final class Taken {
        private final ConsumerRecord<String, byte[]> record;
        private final Batch batch;

        Taken(ConsumerRecord<String, byte[]> record, Batch batch) {
            this.record = record;
            this.batch = batch;
        }

        ConsumerRecord<String, byte[]> record() {
            return record;
        }

        void delivered() {
            batch.delivered();
        }
    }

    /** A batch is done when all of it is. */
    private static final class Batch {
        private final AtomicInteger left = new AtomicInteger();
        private final Runnable done;

        Batch(Runnable done) {
            this.done = done;
        }

        void expect(int records) {
            left.set(records);
        }

        void delivered() {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        }
    }
}
