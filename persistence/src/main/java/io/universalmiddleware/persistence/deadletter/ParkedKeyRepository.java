package io.universalmiddleware.persistence.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.inbox.InboxEntry;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parked keys and what waits behind them. Every method runs in the caller's transaction; see the package. */
@Dependent
public class ParkedKeyRepository {
    private static final String TAKE = """
            WITH parked AS (SELECT 1 FROM parked_key WHERE consumer = ? AND key = ? FOR SHARE)
            INSERT INTO inbox (consumer, message) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM parked)
            ON CONFLICT DO NOTHING
            """;
    private static final String TAKE_ALL = """
            WITH parked AS MATERIALIZED (
                SELECT consumer, key FROM parked_key WHERE (consumer, key) IN (SELECT * FROM unnest(?, ?))
                ORDER BY consumer COLLATE "C", key COLLATE "C" FOR SHARE)
            INSERT INTO inbox (consumer, message)
            SELECT c, m FROM unnest(?, ?, ?) AS a (c, k, m)
            WHERE NOT EXISTS (SELECT 1 FROM parked p WHERE p.consumer = a.c AND p.key = a.k)
            ORDER BY c COLLATE "C", m ON CONFLICT DO NOTHING RETURNING consumer, message
            """;
    private static final String PARKED_AMONG = """
            SELECT consumer, key FROM parked_key WHERE (consumer, key) IN (SELECT * FROM unnest(?, ?))
            ORDER BY consumer COLLATE "C", key COLLATE "C" FOR SHARE
            """;
    private static final String APPEND = """
            INSERT INTO parked_message (%s, parked_at)
            SELECT * FROM (VALUES (?, ?, ?::uuid, ?, ?, ?::uuid, ?, ?::jsonb, ?::bytea, ?::timestamptz, ?::timestamptz))
                AS m (consumer, key, message_id, tenant, type, command_id, trace_id, headers, payload, at, parked_at)
            WHERE NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.consumer = m.consumer AND l.message_id = m.message_id)
            ON CONFLICT (consumer, message_id) DO NOTHING
            """.formatted(MessageColumns.NAMES);
    private static final String FIRST = "SELECT seq, " + MessageColumns.NAMES
            + " FROM parked_message WHERE consumer = ? AND key = ? ORDER BY seq LIMIT 1";

    private final SqlSession session;
    private final MessageColumns columns;

    @Inject
    public ParkedKeyRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.columns = new MessageColumns(json);
    }

    /** Takes a message into the inbox unless it is there or its key is parked: one statement, if it is fresh. */
    public Claim claim(String consumer, String key, UUID message) {
        int taken = session.update(TAKE, s -> {
            s.setString(1, consumer);
            s.setString(2, KeptMessage.storable(key));
            s.setString(3, consumer);
            s.setObject(4, message);
        });
        if (taken == 1) {
            return Claim.FRESH;
        }
        boolean had = !session.query(
                        "SELECT 1 FROM inbox WHERE consumer = ? AND message = ?",
                        s -> {
                            s.setString(1, consumer);
                            s.setObject(2, message);
                        },
                        row -> true)
                .isEmpty();
        return had ? Claim.DUPLICATE : Claim.PARKED;
    }

    /**
     * Takes messages into the inbox that are not there and whose keys are not parked, in one order for all callers. The keys stay
     * as they are until the transaction ends.
     *
     * @return those that it took
     */
    public Answer<List<InboxEntry>> claimAll(Statements to, Collection<Arrival> arrivals) {
        List<String> consumers = arrivals.stream().map(Arrival::consumer).toList();
        List<@Nullable String> keys =
                arrivals.stream().map(ParkedKeyRepository::storable).collect(Collectors.toList());
        return to.query(
                TAKE_ALL,
                p -> p.array("text", consumers)
                        .array("text", keys)
                        .array("text", consumers)
                        .array("text", keys)
                        .array("uuid", arrivals.stream().map(Arrival::message).toList()),
                row -> new InboxEntry(row.getString(1), row.getObject(2, UUID.class)));
    }

    private static @Nullable String storable(Arrival arrival) {
        @Nullable String key = arrival.key();
        return key == null ? null : KeptMessage.storable(key);
    }

    /** Puts a message into the inbox that is to have no effect any more. */
    void claimGivenUp(String consumer, UUID message) {
        session.update("INSERT INTO inbox (consumer, message) VALUES (?, ?) ON CONFLICT DO NOTHING", s -> {
            s.setString(1, consumer);
            s.setObject(2, message);
        });
    }

    /** Those of the keys that are parked; they stay so until the transaction ends. */
    public Set<ParkedKey> parkedAmong(Collection<ParkedKey> keys) {
        List<ParkedKey> asked = List.copyOf(keys);
        return new HashSet<>(session.query(
                PARKED_AMONG,
                s -> {
                    Columns.setTexts(
                            s, 1, asked.stream().map(ParkedKey::consumer).toList());
                    Columns.setTexts(
                            s,
                            2,
                            asked.stream()
                                    .map(k -> KeptMessage.storable(k.key()))
                                    .toList());
                },
                row -> new ParkedKey(row.getString(1), row.getString(2))));
    }

    /** Puts messages of parked keys into their queues, in the list's order; what is there, or is a letter, stays as it is. */
    public void appendAll(List<KeptMessage> messages, Instant now) {
        List<KeptMessage> ordered = new ArrayList<>(messages);
        ordered.sort(
                Comparator.comparing(KeptMessage::consumer).thenComparing(KeptMessage::key)); // stable: no deadlock
        session.updateEach(APPEND, ordered, (s, message) -> {
            columns.bind(s, message);
            s.setTimestamp(MessageColumns.COUNT + 1, Columns.timestamp(now));
        });
    }

    /** Whether the message waits. */
    boolean waits(String consumer, UUID message) {
        return !session.query(
                        "SELECT 1 FROM parked_message WHERE consumer = ? AND message_id = ?",
                        s -> {
                            s.setString(1, consumer);
                            s.setObject(2, message);
                        },
                        row -> true)
                .isEmpty();
    }

    /** @return false if the key is parked already */
    boolean park(ParkedKey key, UUID head, Instant now) {
        return session.update(
                        "INSERT INTO parked_key (consumer, key, head, parked_at) VALUES (?, ?, ?, ?) "
                                + "ON CONFLICT DO NOTHING",
                        s -> {
                            s.setString(1, key.consumer());
                            s.setString(2, key.key());
                            s.setObject(3, head);
                            s.setTimestamp(4, Columns.timestamp(now));
                        })
                == 1;
    }

    /** Says what the key's queue stands behind, and whether a consumer is to take it up. */
    void update(ParkedKey key, @Nullable UUID head, boolean due) {
        session.update("UPDATE parked_key SET head = ?, due = ? WHERE consumer = ? AND key = ?", s -> {
            s.setObject(1, head);
            s.setBoolean(2, due);
            s.setString(3, key.consumer());
            s.setString(4, key.key());
        });
    }

    /** Keys of the consumers that are due, those parked longest first. */
    public List<ParkedKey> due(Collection<String> consumers, int limit) {
        return session.query(
                "SELECT consumer, key FROM parked_key WHERE consumer = ANY (?) AND due ORDER BY parked_at LIMIT ?",
                s -> {
                    Columns.setTexts(s, 1, consumers);
                    s.setInt(2, limit);
                },
                row -> new ParkedKey(row.getString(1), row.getString(2)));
    }

    /** Whether nobody else works on the key; then nobody will until the transaction ends. */
    boolean tryLock(ParkedKey key) {
        return session.query(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 1))",
                        s -> s.setString(1, key.consumer() + '\n' + key.key()),
                        row -> row.getBoolean(1))
                .get(0);
    }

    Optional<Standing> find(ParkedKey key) {
        return session
                .query(
                        "SELECT head, due FROM parked_key WHERE consumer = ? AND key = ?",
                        s -> bind(s, key),
                        row -> new Standing(row.getObject(1, UUID.class), row.getBoolean(2)))
                .stream()
                .findFirst();
    }

    Optional<Turn.Next> first(ParkedKey key) {
        return session
                .query(FIRST, s -> bind(s, key), row -> new Turn.Next(row.getLong("seq"), columns.read(row)))
                .stream()
                .findFirst();
    }

    void remove(long seq, ParkedKey key) {
        session.update("DELETE FROM parked_message WHERE consumer = ? AND key = ? AND seq = ?", s -> {
            bind(s, key);
            s.setLong(3, seq);
        });
    }

    /** Keeps appenders away until the transaction ends. */
    void lock(ParkedKey key) {
        session.query(
                "SELECT 1 FROM parked_key WHERE consumer = ? AND key = ? FOR UPDATE", s -> bind(s, key), row -> 1);
    }

    /** Un-parks the key if nothing waits; looks once nobody can append any more. */
    boolean free(ParkedKey key) {
        lock(key);
        return session.update("""
                        DELETE FROM parked_key k WHERE consumer = ? AND key = ? AND NOT EXISTS
                            (SELECT 1 FROM parked_message m WHERE m.consumer = k.consumer AND m.key = k.key)
                        """, s -> bind(s, key)) == 1;
    }

    /** How many messages wait behind the key's letter. */
    public long waiting(String consumer, String key) {
        return session.query(
                        "SELECT count(*) FROM parked_message WHERE consumer = ? AND key = ?",
                        s -> bind(s, new ParkedKey(consumer, key)),
                        row -> row.getLong(1))
                .get(0);
    }

    private static void bind(java.sql.PreparedStatement s, ParkedKey key) throws java.sql.SQLException {
        s.setString(1, key.consumer());
        s.setString(2, key.key());
    }

    /** How a parked key stands. */
    record Standing(@Nullable UUID head, boolean due) {}
}
