package io.universalmiddleware.bench.relay;

import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.SQLException;

/** The outbox and command tables on the peer's PostgreSQL: as the product's are, but not partitioned. */
final class PeerTables {
    private static final String[] SETTINGS = {
        "ALTER SYSTEM SET wal_level = 'logical'", "ALTER SYSTEM SET track_commit_timestamp = 'on'"
    };
    private static final String[] TABLES = {
        """
        CREATE TABLE IF NOT EXISTS command (
            id uuid PRIMARY KEY, tenant text NOT NULL, type text NOT NULL, version integer NOT NULL,
            aggregate_type text NOT NULL, aggregate_id text NOT NULL, principal text NOT NULL, payload jsonb NOT NULL,
            traceparent text NOT NULL, status text NOT NULL, accepted_at timestamptz NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS command_by_tenant ON command (tenant, id)",
        "CREATE INDEX IF NOT EXISTS command_by_aggregate ON command (tenant, aggregate_id, id)",
        """
        CREATE TABLE IF NOT EXISTS outbox (
            seq bigint GENERATED ALWAYS AS IDENTITY, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
            lane smallint NOT NULL, created_at timestamptz NOT NULL DEFAULT clock_timestamp(), id uuid NOT NULL,
            topic text NOT NULL, record_key text NOT NULL, headers jsonb NOT NULL, data text NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS outbox_by_xid ON outbox (xid)",
        "CREATE INDEX IF NOT EXISTS outbox_by_seq ON outbox (seq)"
    };

    private PeerTables() {}

    /** Starts the PostgreSQL with its tables. */
    static void configure(PostgresStore postgres) throws SQLException {
        postgres.start();
        execute(postgres, SETTINGS);
        postgres.restart();
        execute(postgres, TABLES);
    }

    private static void execute(PostgresStore postgres, String[] statements) throws SQLException {
        try (Sql sql = Sql.on(postgres)) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }
}
