package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How far the commands of the last seconds had come when, by the platform's own records. */
final class Hops {
    private static final String MEDIANS = """
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY c.started_at - c.accepted_at),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY c.finished_at - c.accepted_at),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY v.at - c.accepted_at),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY p.at - c.accepted_at)
        FROM command c
        LEFT JOIN LATERAL (SELECT min(at) AS at FROM timeline t
                           WHERE t.command_id = c.id AND t.step = 'view-updated') v ON true
        LEFT JOIN LATERAL (SELECT min(at) AS at FROM timeline t
                           WHERE t.command_id = c.id AND t.step = 'pushed') p ON true
        WHERE c.type = 'gopro.CompleteLesson' AND c.accepted_at > now() - make_interval(secs => %d)\
        """;

    private Hops() {}

    /** Medians since the commands were accepted, for people. */
    static String ofLast(PostgresStore postgres, long seconds) throws SQLException {
        try (Sql sql = Sql.on(postgres);
                Statement statement = sql.connection().createStatement();
                ResultSet medians = statement.executeQuery(MEDIANS.formatted(seconds))) {
            medians.next();
            return "started +%s, finished +%s, view updated +%s, pushed +%s"
                    .formatted(medians.getString(1), medians.getString(2), medians.getString(3), medians.getString(4));
        }
    }
}
