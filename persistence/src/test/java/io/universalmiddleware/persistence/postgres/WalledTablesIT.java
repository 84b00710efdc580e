package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table there is, as the catalogue lists them, so that a new one is covered without anyone remembering. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalledTablesIT {
    private static final RowScope ONE = RowScope.of(new TenantId("one"));

    /** Tables, and of partitioned ones the whole. */
    private static final String TABLES = """
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'
            """;

    private static final String HAS_A_TENANT =
            " AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('tenant', 'tenants'))";

    private final TestDatabase database;

    WalledTablesIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    /** Rights to everything, a place for every row, and a row of two tenants in each table: what holds then are the policies. */
    @BeforeAll
    void fill() {
        database.transact(session -> {
            run(session, "SET LOCAL session_replication_role = replica"); // rows without what they refer to
            names(session, """
                    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                    WHERE contype = 'c' AND connamespace = current_schema()::regnamespace AND coninhcount = 0
                    """).forEach(sql -> run(session, sql));
            names(session, """
                    SELECT format('CREATE TABLE %I PARTITION OF %I DEFAULT', relname || '_else', relname) FROM pg_class c
                    WHERE relkind = 'p' AND relnamespace = current_schema()::regnamespace
                        AND NOT EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = c.oid AND p.partdefid <> 0)
                    """).forEach(sql -> run(session, sql));
            String role = names(session, "SELECT quote_ident(tenant_role())").get(0);
            run(session, "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + role);
            for (String table : names(session, TABLES + HAS_A_TENANT)) {
                run(session, "GRANT ALL ON " + table + " TO " + role);
                List.of("one", "other").forEach(tenant -> run(session, row(session, table, tenant)));
            }
        });
    }

    @AfterAll
    void close() {
        database.close();
    }

    Stream<String> tablesWithATenant() {
        return database.inTransaction(session -> names(session, TABLES + HAS_A_TENANT + " ORDER BY 1")).stream();
    }

    @Test
    void theyAreFound() {
        assertThat(tablesWithATenant())
                .contains("account", "command", "config_revision", "request_log")
                .hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("tablesWithATenant")
    void aTenantFindsItsOwnRowOfTheTwoThatAreThere(String table) {
        assertThat(count(RowScope.PLATFORM, table)).isEqualTo(2);
        assertThat(count(ONE, table)).isEqualTo(1);
        assertThat(count(RowScope.NOBODY, table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("tablesWithATenant")
    void aTenantMakesNoRowOfAnothers(String table) {
        String sql = database.inTransaction(session -> row(session, table, "other"));
        SqlFault refused = catchThrowableOfType(
                SqlFault.class,
                () -> in(ONE, session -> {
                    run(session, sql);
                    return true;
                }));

        assertThat(refused).hasMessageContaining("row-level security").hasMessageContaining(table);
    }

    @Test
    void aTableThatTenantsMayTouchIsWalledOrHasNoRowOfAnyTenant() {
        List<String> open = database.inTransaction(session -> names(session, TABLES + """
                 AND NOT c.relrowsecurity AND has_any_column_privilege(tenant_role(), c.oid, 'SELECT, INSERT, UPDATE') ORDER BY 1
                """));

        assertThat(open)
                .containsExactly(
                        "attempt_budget", "audit_link", "edge_node", "inbox", "outgoing_mail", "revoked_session");
    }

    /** A name without its table's, in a subquery that has such a column too, is the subquery's: no condition on the row at all. */
    @Test
    void everyPolicyAsksAboutItsOwnTablesRow() {
        List<String> policies = database.inTransaction(
                session -> names(session, "SELECT polrelid::regclass || ' ' || polname FROM pg_policy p"));
        List<String> captured = database.inTransaction(session -> names(session, """
                SELECT p.polrelid::regclass || ' ' || p.polname FROM pg_policy p WHERE NOT EXISTS
                    (SELECT FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p.polrelid AND d.refobjsubid > 0)
                """));

        assertThat(policies).contains("timeline tenant", "user_session tenant").hasSizeGreaterThan(30);
        assertThat(captured).isEmpty();
    }

    private static String row(SqlSession session, String table, String tenant) {
        String column = names(session, """
                SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname IN ('tenant', 'tenants')
                """.formatted(table)).get(0);
        return AnyRow.of(session, table, column, tenant);
    }

    private static List<String> names(SqlSession session, String sql) {
        return session.query(sql, s -> {}, row -> row.getString(1));
    }

    private static void run(SqlSession session, String sql) {
        session.update(sql, s -> {});
    }

    private long count(RowScope scope, String table) {
        return in(
                scope,
                session -> session.query("SELECT count(*) FROM " + table, s -> {}, row -> row.getLong(1))
                        .get(0));
    }

    private <T> T in(RowScope scope, Function<SqlSession, T> work) {
        try (RowScope.Entry entered = scope.enter()) {
            return database.inTransaction(work);
        }
    }
}
