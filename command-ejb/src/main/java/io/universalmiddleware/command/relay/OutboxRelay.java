package io.universalmiddleware.command.relay;

import io.universalmiddleware.persistence.outbox.LeaseRepository;
import io.universalmiddleware.persistence.outbox.OutboxCursor;
import io.universalmiddleware.persistence.outbox.OutboxPage;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import io.universalmiddleware.persistence.outbox.RelayRepository;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay of one node: reads what is new to its shards' cursors, publishes it, moves the cursors on. The package's page
 * says what it guarantees and why.
 *
 * <p>Run it on a thread of its own. With PostgreSQL or Kafka away it waits for them, and logs that once.
 */
final class OutboxRelay implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int PAGE_BYTES = 4 * 1024 * 1024;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMillis(500);

    private final String owner;
    private final RelaySettings settings;
    private final Supplier<RelayConnection> connections;
    private final KafkaPublisher publisher;
    private final Waker waker;
    private volatile boolean stopped;
    private boolean faulty;

    /** @param owner names this relay among all, for ever */
    OutboxRelay(
            String owner,
            RelaySettings settings,
            Supplier<RelayConnection> connections,
            KafkaPublisher publisher,
            Waker waker) {
        this.owner = owner;
        this.settings = settings;
        this.connections = connections;
        this.publisher = publisher;
        this.waker = waker;
    }

    /** Makes {@link #run()} give its shards back and return. */
    void stop() {
        stopped = true;
        waker.wake();
    }

    @Override
    public void run() {
        try (publisher) {
            attempt(() -> {
                new TopicCreation(settings).create();
                publisher.warmUp();
            });
            while (!stopped) {
                attempt(this::relay);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay() throws InterruptedException {
        try (RelayConnection connection = connections.get()) {
            PageReader outbox = new PageReader(new RelayRepository(connection, settings.pageRows(), PAGE_BYTES));
            LeasedShards shards =
                    new LeasedShards(new LeaseRepository(connection, owner, settings.lease()), settings.lease());
            Duration pause = SHORTEST_PAUSE;
            while (!stopped) {
                boolean busy = shards.beat() && publishNext(outbox, shards);
                recovered();
                if (busy) {
                    pause = SHORTEST_PAUSE;
                } else {
                    boolean woken = waker.sleep(pause);
                    pause = woken ? SHORTEST_PAUSE : min(pause.multipliedBy(2), settings.idlePoll());
                }
            }
            shards.leave();
        }
    }

    /** Publishes one page of every cursor; answers whether there was anything. */
    private boolean publishNext(PageReader outbox, LeasedShards shards) throws InterruptedException {
        Map<OutboxCursor, List<Integer>> cursors = shards.cursors();
        boolean busy = false;
        for (Map.Entry<OutboxCursor, OutboxPage> next : outbox.next(cursors).entrySet()) {
            OutboxPage page = next.getValue();
            OutboxCursor after = page.after(next.getKey());
            List<Integer> at = cursors.getOrDefault(next.getKey(), List.of());
            BooleanSupplier mayGoOn = () -> shards.beat() && !stopped;
            Runnable meanwhile = () -> outbox.readAhead(cursors, after, at);
            if (!page.rows().isEmpty()
                    && !(mayGoOn.getAsBoolean() && publisher.publish(page.rows(), mayGoOn, meanwhile))) {
                return false;
            }
            shards.advance(at, after, page.rows().size());
            busy |= !page.rows().isEmpty() || !page.complete();
        }
        shards.save(settings.pageRows());
        return busy;
    }

    private void attempt(Step step) throws InterruptedException {
        while (!stopped) {
            try {
                step.run();
                return;
            } catch (SqlFault | KafkaException away) {
                if (!faulty) {
                    LOG.warn("The relay waits for its stores: {}", away.toString());
                    faulty = true;
                }
                waker.sleep(PAUSE_AFTER_FAULT);
            }
        }
    }

    private void recovered() {
        if (faulty) {
            LOG.info("The relay goes on");
            faulty = false;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }
}
