package io.universalmiddleware.command.relay;

import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import io.universalmiddleware.persistence.outbox.OutboxPartitions;
import io.universalmiddleware.persistence.outbox.RelayConnection;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures what waits in the outbox, makes its partitions ahead and drops those that are done. Run it every few seconds. */
final class OutboxUpkeep implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxUpkeep.class);
    private static final int HOURS_AHEAD = 24;
    private static final long PARTITIONS_EVERY_NANOS = Duration.ofMinutes(5).toNanos();

    private final Supplier<RelayConnection> connections;
    private final Duration keep;
    private final RelayMetrics metrics;
    private @Nullable RelayConnection connection;
    private long partitionsDue = System.nanoTime();
    private boolean faulty;

    OutboxUpkeep(Supplier<RelayConnection> connections, Duration keep, RelayMetrics metrics) {
        this.connections = connections;
        this.keep = keep;
        this.metrics = metrics;
    }

    @Override
    public synchronized void run() {
        try {
            RelayConnection current = connection == null ? connections.get() : connection;
            connection = current;
            metrics.waiting(OutboxBacklog.measure(current));
            if (System.nanoTime() - partitionsDue >= 0) {
                keepPartitions(new OutboxPartitions(current));
            }
            faulty = false;
        } catch (SqlFault away) {
            close();
            if (!faulty) {
                LOG.warn("The outbox cannot be looked after: {}", away.toString());
                faulty = true;
            }
        }
    }

    private void keepPartitions(OutboxPartitions partitions) {
        boolean added = partitions.add(HOURS_AHEAD);
        int dropped = partitions.drop(keep);
        if (dropped > 0) {
            LOG.info("Dropped {} published partitions of the outbox", dropped);
        }
        if (added) {
            partitionsDue = System.nanoTime() + PARTITIONS_EVERY_NANOS;
        }
    }

    @Override
    public synchronized void close() {
        RelayConnection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SqlFault broken) {
                LOG.debug("A broken connection did not close", broken);
            }
        }
    }
}
