package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.persistence.postgres.SqlFault;
import java.time.Duration;
import java.util.List;

/**
 * The partitions of the outbox: one an hour, made ahead and dropped whole.
 *
 * <p>One is dropped when its hour is over and the snapshot of every shard's cursor has passed all its rows, which is
 * looked at under the lock that keeps late writers out. Locks are waited for so briefly that writers do not feel it; what
 * could not be done is done another time.
 */
public final class OutboxPartitions {
    private static final String OVER = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'outbox'::regclass
              AND to_timestamp(right(c.relname, 10), 'YYYYMMDDHH24') + interval '1 hour' + make_interval(secs => ?)
                  <= clock_timestamp()
            ORDER BY c.relname
            """;
    private static final String PASSED = """
            SELECT NOT EXISTS (SELECT FROM "%s" WHERE xid >= (SELECT min(pg_snapshot_xmin(cursor)) FROM outbox_lease))
            """;

    private final RelayConnection connection;

    public OutboxPartitions(RelayConnection connection) {
        this.connection = connection;
    }

    /**
     * Makes the partitions of the current and the following hours.
     *
     * @return false if it was kept from it
     */
    public boolean add(int hours) {
        return attempt(() -> {
            connection.query("SELECT outbox_add_partitions(?)", s -> s.setInt(1, hours), row -> row.getInt(1));
            return true;
        });
    }

    /**
     * Drops those that ended so long ago and that every cursor has passed.
     *
     * @return how many it dropped
     */
    public int drop(Duration grace) {
        List<String> over =
                connection.query(OVER, s -> s.setDouble(1, grace.toMillis() / 1000.0), row -> row.getString(1));
        int dropped = 0;
        for (String partition : over) {
            if (attempt(() -> dropIfPassed(partition))) {
                dropped++;
            }
        }
        return dropped;
    }

    private boolean dropIfPassed(String partition) {
        connection.execute("LOCK TABLE ONLY outbox, \"" + partition + "\" IN ACCESS EXCLUSIVE MODE");
        boolean passed = connection
                .query(PASSED.formatted(partition), s -> {}, row -> row.getBoolean(1))
                .get(0);
        if (passed) {
            connection.execute("DROP TABLE \"" + partition + "\"");
        }
        return passed;
    }

    private boolean attempt(java.util.function.BooleanSupplier step) {
        connection.execute("BEGIN; SET LOCAL lock_timeout = '100ms'");
        boolean done = false;
        try {
            done = step.getAsBoolean();
            connection.execute("COMMIT");
            return done;
        } catch (SqlFault fault) {
            connection.execute("ROLLBACK");
            if (fault.sqlState().equals("55P03") || fault.sqlState().equals("42P07")) {
                return false; // a lock was not to be had, or another node made the partition
            }
            throw fault;
        }
    }
}
