package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.persistence.postgres.SqlSession.Binding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The leases of the outbox's shards. A shard has at most one owner; every change of hands raises its epoch, and a cursor
 * moves only under the epoch it was leased with. Time is the database's alone.
 */
public final class LeaseRepository {
    private static final String FIELDS = "shard, epoch, cursor::text AS snapshot, target::text AS target, last_seq";
    private static final String ALIVE = """
            INSERT INTO outbox_relay (owner, alive_until) VALUES (?, clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT (owner) DO UPDATE SET alive_until = excluded.alive_until
            """;
    private static final String RENEW = """
            UPDATE outbox_lease SET leased_until = clock_timestamp() + make_interval(secs => ?)
            WHERE owner = ? RETURNING
            """ + FIELDS;
    private static final String ACQUIRE = """
            UPDATE outbox_lease SET owner = ?, epoch = epoch + 1,
                   leased_until = clock_timestamp() + make_interval(secs => ?)
            WHERE shard IN (SELECT shard FROM outbox_lease WHERE leased_until < clock_timestamp()
                            ORDER BY shard LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + FIELDS;
    private static final String RELEASE = """
            UPDATE outbox_lease SET owner = NULL, leased_until = '-infinity'
            WHERE owner = ? AND shard = ANY (?)
            """;
    private static final String MOVE = """
            UPDATE outbox_lease l SET cursor = ?::pg_snapshot, target = ?::pg_snapshot, last_seq = ?
            FROM unnest(?, ?) AS mine (shard, epoch)
            WHERE l.shard = mine.shard AND l.epoch = mine.epoch AND l.owner = ?
            RETURNING l.shard
            """;

    private final RelayConnection connection;
    private final String owner;
    private final double seconds;

    /**
     * @param owner names this relay among all, for ever
     * @param lease how long a lease holds
     */
    public LeaseRepository(RelayConnection connection, String owner, Duration lease) {
        this.connection = connection;
        this.owner = owner;
        this.seconds = lease.toMillis() / 1000.0;
    }

    /** Says that this relay lives; answers how many do. */
    public int alive() {
        connection.update(ALIVE, s -> {
            s.setString(1, owner);
            s.setDouble(2, seconds);
        });
        return connection
                .query(
                        "SELECT count(*) FROM outbox_relay WHERE alive_until > clock_timestamp()",
                        s -> {},
                        row -> row.getInt(1))
                .get(0);
    }

    /** Prolongs every lease that is still this relay's, also one that has ended but that nobody else has taken. */
    public List<OutboxLease> renew() {
        return leases(RENEW, s -> {
            s.setDouble(1, seconds);
            s.setString(2, owner);
        });
    }

    /** Takes at most so many shards that nobody holds. */
    public List<OutboxLease> acquire(int count) {
        return leases(ACQUIRE, s -> {
            s.setString(1, owner);
            s.setDouble(2, seconds);
            s.setInt(3, count);
        });
    }

    /** Gives shards back. */
    public void release(Collection<Integer> shards) {
        connection.update(RELEASE, s -> {
            s.setString(1, owner);
            s.setArray(2, connection.array("int4", shards.toArray()));
        });
    }

    /** Says that this relay is no more, and forgets those that died. */
    public void leave() {
        connection.update(
                "DELETE FROM outbox_relay WHERE owner = ? OR alive_until < clock_timestamp() - interval '1 hour'",
                s -> s.setString(1, owner));
    }

    /**
     * Moves the cursor of shards, each under the epoch it was leased with.
     *
     * @return the shards that were moved; this relay is fenced from the others
     */
    public List<Integer> move(OutboxCursor cursor, List<OutboxLease> leases) {
        return connection.query(
                MOVE,
                s -> {
                    s.setString(1, cursor.snapshot());
                    s.setString(2, cursor.target());
                    s.setLong(3, cursor.lastSeq());
                    s.setArray(
                            4,
                            connection.array(
                                    "int4",
                                    leases.stream().map(OutboxLease::shard).toArray()));
                    s.setArray(
                            5,
                            connection.array(
                                    "int8",
                                    leases.stream().map(OutboxLease::epoch).toArray()));
                    s.setString(6, owner);
                },
                row -> row.getInt(1));
    }

    private List<OutboxLease> leases(String sql, Binding binding) {
        return connection.query(sql, binding, LeaseRepository::lease);
    }

    private static OutboxLease lease(ResultSet row) throws SQLException {
        return new OutboxLease(
                row.getInt("shard"),
                row.getLong("epoch"),
                new OutboxCursor(row.getString("snapshot"), row.getString("target"), row.getLong("last_seq")));
    }
}
