package io.universalmiddleware.persistence.audit;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The chain of the audit's rows, sealed in the order in which they are seen to have committed. Every method runs in the caller's
 * transaction (READ COMMITTED); see the package for what holds.
 */
@Dependent
public class AuditChain {
    private static final long LOCK = 0x756d_6175_6469_7431L;

    private final SqlSession session;

    @Inject
    public AuditChain(SqlSession session) {
        this.session = session;
    }

    /** The last link. */
    public ChainHead head() {
        Link last = last();
        return last == null
                ? new ChainHead(0, HexFormat.of().formatHex(Link.origin()))
                : new ChainHead(last.seq(), last.hashText());
    }

    /**
     * Gives rows that have committed their links, at most so many.
     *
     * <p>While some are left, whoever goes on seals by the time of the first who left some: what waited that long was there all the
     * same, and is not dated back. A floor of another cluster (the database was restored from a dump) counts nothing: then everything
     * without a link is looked for once.
     *
     * @return how many; empty if another seals just now
     */
    public OptionalInt seal(Instant now, int most) {
        if (!session.query("SELECT pg_try_advisory_xact_lock(?)", s -> s.setLong(1, LOCK), row -> row.getBoolean(1))
                .get(0)) {
            return OptionalInt.empty();
        }
        Place place = place();
        Link last = last();
        byte[] hash = last == null ? Link.origin() : last.hash();
        long seq = last == null ? 0 : last.seq();
        @Nullable Instant behind = place.behind();
        Instant sealedAt = behind == null ? now.truncatedTo(ChronoUnit.MICROS) : behind;
        List<Link> links = new ArrayList<>();
        for (Loose row : loose(place, most)) {
            Link link = Link.of(hash, ++seq, row.id(), row.entry(), sealedAt);
            hash = link.hash();
            links.add(link);
        }
        session.updateEach(
                "INSERT INTO audit_link (seq, id, at, sealed_at, digest, hash) VALUES (?, ?, ?, ?, ?, ?)",
                links,
                (s, link) -> {
                    s.setLong(1, link.seq());
                    s.setLong(2, link.id());
                    s.setTimestamp(3, Columns.timestamp(link.at()));
                    s.setTimestamp(4, Columns.timestamp(link.sealedAt()));
                    s.setBytes(5, link.digest());
                    s.setBytes(6, link.hash());
                });
        if (links.size() == most) {
            move(place.from(), sealedAt);
        } else {
            move(place.oldestRunning(), null);
        }
        return OptionalInt.of(links.size());
    }

    /** Prepares the partitions of this month and the next two. */
    public void prepare(Instant now) {
        session.update("SET LOCAL lock_timeout = '2s'", s -> {});
        for (int ahead = 0; ahead < 3; ahead++) {
            Instant month = firstOf(now).plusMonths(ahead).atStartOfDay().toInstant(ZoneOffset.UTC);
            session.query("SELECT audit_prepare(?)", s -> s.setTimestamp(1, Columns.timestamp(month)), row -> true);
        }
    }

    /**
     * Lets go of the rows of months that are over for longer than so many months.
     *
     * @return the months, oldest first
     */
    public List<LocalDate> retire(Instant now, int keepMonths) {
        session.update("SET LOCAL lock_timeout = '2s'", s -> {});
        LocalDate keptFrom = firstOf(now).minusMonths(keepMonths);
        List<LocalDate> months = session.query(
                "SELECT to_date(substr(c.relname, 7), 'YYYY_MM') AS m FROM pg_inherits i"
                        + " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit'::regclass"
                        + " AND c.relname ~ '^audit_[0-9]{4}_[0-9]{2}$' ORDER BY m",
                s -> {}, row -> row.getObject(1, LocalDate.class));
        return months.stream()
                .filter(month -> month.isBefore(keptFrom))
                .filter(month -> session.query(
                                "SELECT audit_retire(?)", s -> s.setObject(1, month), row -> row.getBoolean(1))
                        .get(0))
                .toList();
    }

    /** The links behind a place, in their order, at most so many, each with the rows that it might stand for. */
    List<Kept> after(long seq, int limit) {
        return session.query(
                "SELECT l.seq, l.id AS row, l.at AS row_at, l.sealed_at, l.digest, l.hash, a.id, a.tenant, a.at, a.actor, a.action,"
                        + " a.subject, a.reason, a.before, a.after, r.month IS NOT NULL AS retired"
                        + " FROM (SELECT * FROM audit_link WHERE seq > ? ORDER BY seq LIMIT ?) l"
                        + " LEFT JOIN audit a ON a.id = l.id"
                        + " LEFT JOIN audit_retired r ON r.month = date_trunc('month', l.at AT TIME ZONE 'UTC')::date"
                        + " ORDER BY l.seq, a.at",
                s -> {
                    s.setLong(1, seq);
                    s.setInt(2, limit);
                },
                AuditChain::kept);
    }

    /** Ids of rows without a link that the sealer has passed already, or never comes to, at most so many. */
    List<Long> passedOver(int limit) {
        return session.query(
                "SELECT a.id FROM audit a, audit_sealer s"
                        + " WHERE (a.xid < s.floor OR a.xid >= pg_snapshot_xmax(pg_current_snapshot()))"
                        + " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.id = a.id) ORDER BY a.id LIMIT ?",
                s -> s.setInt(1, limit),
                row -> row.getLong(1));
    }

    /** How many rows wait for their link. */
    long waiting() {
        return session.query(
                        "SELECT count(*) FROM audit a, audit_sealer s"
                                + " WHERE a.xid >= s.floor AND a.xid < pg_snapshot_xmax(pg_current_snapshot())"
                                + " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.id = a.id)",
                        s -> {},
                        row -> row.getLong(1))
                .get(0);
    }

    /**
     * A link and a row with its id.
     *
     * @param entry null if there is none
     * @param retired whether the row's month was let go of
     */
    record Kept(Link link, @Nullable AuditEntry entry, boolean retired) {}

    private record Loose(long id, AuditEntry entry) {}

    /**
     * Where the sealer is. Ids of transactions are text.
     *
     * @param from rows of older transactions are not looked at
     * @param until nor are those of this one and later
     * @param oldestRunning older transactions have all ended
     * @param behind the time of the links until nothing waits; null for now
     */
    private record Place(
            String from,
            String until,
            String oldestRunning,
            @Nullable Instant behind) {}

    private Place place() {
        return session.query(
                        // rows of a dump may be of transactions that this cluster has yet to begin
                        "SELECT CASE WHEN restored THEN '0' ELSE floor END AS from_xid,"
                                + " CASE WHEN restored OR floor = '0' THEN '18446744073709551615' ELSE newest END AS until_xid,"
                                + " oldest, behind FROM (SELECT s.floor, s.behind, s.floor > pg_snapshot_xmin(p.snap) AS restored,"
                                + " pg_snapshot_xmin(p.snap) AS oldest, pg_snapshot_xmax(p.snap) AS newest"
                                + " FROM audit_sealer s, pg_current_snapshot() AS p(snap)) AS place",
                        s -> {},
                        row -> new Place(
                                row.getString("from_xid"),
                                row.getString("until_xid"),
                                row.getString("oldest"),
                                Columns.instant(row, "behind")))
                .get(0);
    }

    private void move(String floor, @Nullable Instant behind) {
        session.update("UPDATE audit_sealer SET floor = ?::xid8, behind = ?", s -> {
            s.setString(1, floor);
            s.setTimestamp(2, Columns.timestampOrNull(behind));
        });
    }

    private List<Loose> loose(Place place, int most) {
        return session.query(
                "SELECT a.id, a.tenant, a.at, a.actor, a.action, a.subject, a.reason, a.before, a.after FROM audit a"
                        + " WHERE a.xid >= ?::xid8 AND a.xid < ?::xid8"
                        + " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.id = a.id) ORDER BY a.xid, a.id LIMIT ?",
                s -> {
                    s.setString(1, place.from());
                    s.setString(2, place.until());
                    s.setInt(3, most);
                },
                row -> new Loose(row.getLong("id"), AuditRepository.entry(row)));
    }

    private @Nullable Link last() {
        List<Link> last = session.query(
                "SELECT seq, id AS row, at AS row_at, sealed_at, digest, hash FROM audit_link ORDER BY seq DESC LIMIT 1",
                s -> {},
                AuditChain::link);
        return last.isEmpty() ? null : last.get(0);
    }

    private static Kept kept(ResultSet row) throws SQLException {
        row.getLong("id");
        boolean missing = row.wasNull();
        return new Kept(link(row), missing ? null : AuditRepository.entry(row), row.getBoolean("retired"));
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getLong("seq"),
                row.getLong("row"),
                Columns.requiredInstant(row, "row_at"),
                Columns.requiredInstant(row, "sealed_at"),
                row.getBytes("digest"),
                row.getBytes("hash"));
    }

    private static LocalDate firstOf(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }
}
