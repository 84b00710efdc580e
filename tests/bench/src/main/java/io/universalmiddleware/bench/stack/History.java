package io.universalmiddleware.bench.stack;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The history of a platform that has long been at work: settled commands with their events and inbox rows, whose ids are in the
 * order of time (UUIDv7, RFC 9562 section 5.7) and whose tables are vacuumed, as those of such a platform are.
 */
final class History {
    private static final long PORTION = 500_000;
    /** A thousand rows a second until a day ago. */
    private static final String SAME_IDS = """
         FROM generate_series(%1$d::bigint, %2$d::bigint) n,
              LATERAL (SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 86400000 - %3$d + n), 12, '0')
                               || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid AS id) i\
        """;

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

    /** What makes filling quick, while nothing needs to survive a crash. */
    private static final List<String> HASTE = List.of("full_page_writes = off", "autovacuum = off");

    private final PostgresStore postgres;
    private final Run run;

    History(PostgresStore postgres, Run run) {
        this.postgres = postgres;
        this.run = run;
    }

    void fill() throws SQLException {
        try (Sql sql = Sql.on(postgres)) {
            for (String setting : HASTE) {
                sql.execute("ALTER SYSTEM SET " + setting);
            }
            sql.execute("SELECT pg_reload_conf()");
            CompletableFuture<Void> commands = CompletableFuture.runAsync(() -> fill("command", COMMANDS));
            CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
                fill("event", EVENTS);
                fill("inbox", INBOX);
            });
            awaitBoth(commands, others);
            sql.execute("ANALYZE");
            for (String setting : HASTE) {
                sql.execute("ALTER SYSTEM RESET " + setting.substring(0, setting.indexOf(' ')));
            }
            sql.execute("SELECT pg_reload_conf()");
            sql.execute("CHECKPOINT");
        }
    }

    private void fill(String table, String statement) {
        try (Sql sql = Sql.on(postgres)) {
            for (long from = 1; from <= run.history(); from += PORTION) {
                long to = Math.min(run.history(), from + PORTION - 1);
                sql.execute(statement.formatted(from, to, run.history()));
            }
            sql.execute("VACUUM " + table);
            run.say("%,d rows of history in %s", run.history(), table);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static void awaitBoth(CompletableFuture<?> one, CompletableFuture<?> other) throws SQLException {
        try {
            CompletableFuture.allOf(one, other).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            throw new BenchException("the history could not be made: " + e.getCause(), e);
        }
    }
}
