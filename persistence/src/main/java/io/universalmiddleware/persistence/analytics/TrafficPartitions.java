package io.universalmiddleware.persistence.analytics;

import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The partitions of what is known of the traffic: added before something is written to them, dropped whole.
 *
 * <p>Every method runs in the caller's transaction, which should do nothing else: their locks keep writers waiting, for which they are waited for
 * two seconds at most.
 */
@Dependent
public class TrafficPartitions {
    private final SqlSession session;

    /** What is partitioned, and by what. */
    public enum Table {
        MINUTES("traffic_minute", false),
        HOURS("traffic_hour", true),
        TOP("traffic_top", true),
        LOG("request_log", false);

        private final String relation;
        private final boolean byMonth;

        Table(String relation, boolean byMonth) {
            this.relation = relation;
            this.byMonth = byMonth;
        }

        /** The first day of the partition in which a time lies (UTC). */
        public LocalDate first(Instant time) {
            LocalDate day = time.atOffset(ZoneOffset.UTC).toLocalDate();
            return byMonth ? day.withDayOfMonth(1) : day;
        }

        private LocalDate next(LocalDate first) {
            return byMonth ? first.plusMonths(1) : first.plusDays(1);
        }
    }

    @Inject
    public TrafficPartitions(SqlSession session) {
        this.session = session;
    }

    /** Makes sure that there is the partition that begins with a day. */
    public void add(Table table, LocalDate first) {
        beBrief();
        session.query(
                "SELECT analytics_add_partition(?, ?, ?)",
                s -> {
                    s.setString(1, table.relation);
                    s.setObject(2, first);
                    s.setObject(3, table.next(first));
                },
                row -> row.getBoolean(1));
    }

    /**
     * Drops the first partition all of which is before a time, if there is one.
     *
     * @return whether there was one
     */
    public boolean dropOne(Table table, Instant before) {
        beBrief();
        List<LocalDate> beginnings =
                session.query("""
                SELECT to_date(right(c.relname, 8), 'YYYYMMDD') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = ?::regclass ORDER BY c.relname LIMIT 1
                """, s -> s.setString(1, table.relation), row -> row.getObject(1, LocalDate.class));
        if (beginnings.isEmpty()
                || table.next(beginnings.get(0))
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .isAfter(before)) {
            return false;
        }
        String name = table.relation + '_' + beginnings.get(0).toString().replace("-", "");
        session.update("DROP TABLE IF EXISTS " + name, s -> {});
        return true;
    }

    private void beBrief() {
        session.query("SELECT set_config('lock_timeout', '2s', true)", s -> {}, row -> true);
    }
}
