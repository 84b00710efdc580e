package io.universalmiddleware.bench.stack;

import io.universalmiddleware.bench.Run;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.SQLException;

/** The history of a platform that has long been at work: settled commands with their events and inbox rows. */
final class History {
    private static final long PORTION = 250_000;
    private static final String SAME_IDS =
            " FROM generate_series(%1$d::bigint, %2$d::bigint) n, LATERAL (SELECT md5(n::text)::uuid AS id) i";
    private static final String COMMANDS = """
        INSERT INTO command (id, tenant, type, version, aggregate_type, aggregate_id, principal, payload, traceparent,
                             status, attempts, accepted_at, published_at, started_at, finished_at, result)
        SELECT id, 'history', 'gopro.EnrolLearner', 1, 'gopro.Enrolment', n || ':course', 'admin',
               jsonb_build_object('learner', n::text, 'course', 'course'),
               '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'succeeded', 1,
               now() - interval '1 day', now(), now(), now(), '{}'\
        """ + SAME_IDS;
    private static final String EVENTS = """
        INSERT INTO event (tenant, aggregate_type, aggregate_id, sequence, id, type, version, data, command_id, occurred_at)
        SELECT 'history', 'gopro.Enrolment', n || ':course', 1, id, 'gopro.LearnerEnrolled', 1,
               jsonb_build_object('learner', n::text, 'course', 'course'), id, now() - interval '1 day'\
        """ + SAME_IDS;
    private static final String INBOX = "INSERT INTO inbox (consumer, message) SELECT 'history', id" + SAME_IDS;

    private final PostgresStore postgres;
    private final Run run;

    History(PostgresStore postgres, Run run) {
        this.postgres = postgres;
        this.run = run;
    }

    void fill() throws SQLException {
        try (Sql sql = Sql.on(postgres)) {
            for (long from = 1; from <= run.history(); from += PORTION) {
                long to = Math.min(run.history(), from + PORTION - 1);
                for (String part : new String[] {COMMANDS, EVENTS, INBOX}) {
                    sql.execute(part.formatted(from, to));
                }
                run.say("%,d rows of history", to);
            }
            sql.execute("ANALYZE");
            sql.execute("CHECKPOINT");
        }
    }
}
