package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table that names no tenant and whose rows are the tenant's whose row they hang on, as the catalogue lists them. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalledChildrenIT {
    private static final RowScope ONE = RowScope.of(new TenantId("one"));

    /** A policy that asks about one column of its own table and one of another. */
    private static final String CHILDREN = """
            SELECT c.relname, min(a.attname), p.relname, min(b.attname)
            FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid
            JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = y.oid AND d.refclassid = 'pg_class'::regclass
                AND d.refobjid = c.oid AND d.refobjsubid > 0
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
            JOIN pg_depend e ON e.classid = 'pg_policy'::regclass AND e.objid = y.oid AND e.refclassid = 'pg_class'::regclass
                AND e.refobjid <> c.oid AND e.refobjsubid > 0
            JOIN pg_class p ON p.oid = e.refobjid
            JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = e.refobjsubid
            WHERE c.relnamespace = current_schema()::regnamespace
                AND NOT EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname IN ('tenant', 'tenants'))
            GROUP BY c.relname, p.relname HAVING count(DISTINCT a.attname) = 1 AND count(DISTINCT b.attname) = 1 ORDER BY 1
            """;

    private final TestDatabase database;
    private final Map<String, String> keysOfOthers = new HashMap<>();

    /** @param column whose value is the key of the row of the parent that a row hangs on */
    record Child(String table, String column, String parent, String key) {
        @Override
        public String toString() {
            return table + " by " + column;
        }
    }

    WalledChildrenIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeAll
    void fill() {
        List<Child> children = children().toList();
        database.transact(session -> {
            run(session, "SET LOCAL session_replication_role = replica"); // rows without what else they refer to
            names(session, """
                    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                    WHERE contype = 'c' AND connamespace = current_schema()::regnamespace AND coninhcount = 0
                    """).forEach(sql -> run(session, sql));
            String role = names(session, "SELECT quote_ident(tenant_role())").get(0);
            for (Child child : children) {
                run(session, "GRANT ALL ON " + child.table() + ", " + child.parent() + " TO " + role);
                insert(session, children, child, "one");
                keysOfOthers.put(child.table(), insert(session, children, child, "other"));
            }
        });
    }

    @AfterAll
    void close() {
        database.close();
    }

    Stream<Child> children() {
        return database
                .inTransaction(session -> session.query(
                        CHILDREN,
                        s -> {},
                        row -> new Child(row.getString(1), row.getString(2), row.getString(3), row.getString(4))))
                .stream();
    }

    @Test
    void theyAreFound() {
        assertThat(children())
                .extracting(Child::table)
                .contains(
                        "timeline",
                        "webhook_secret",
                        "user_session",
                        "refresh_token",
                        "client_secret",
                        "provider_secret")
                .hasSizeGreaterThan(14);
    }

    @ParameterizedTest
    @MethodSource("children")
    void aTenantFindsWhatHangsOnItsOwnRowsAlone(Child child) {
        assertThat(count(RowScope.PLATFORM, child)).isGreaterThanOrEqualTo(2);
        assertThat(count(ONE, child)).isPositive().isEqualTo(count(RowScope.PLATFORM, child) / 2);
        assertThat(count(RowScope.NOBODY, child)).isZero();
    }

    @ParameterizedTest
    @MethodSource("children")
    void aTenantHangsNothingOnAnothersRow(Child child) {
        String sql = database.inTransaction(
                session -> AnyRow.of(session, child.table(), child.column(), keysOfOthers.get(child.table())));
        SqlFault refused = catchThrowableOfType(
                SqlFault.class,
                () -> in(ONE, session -> {
                    run(session, sql);
                    return true;
                }));

        assertThat(refused).hasMessageContaining("row-level security").hasMessageContaining(child.table());
    }

    /** Makes a row with all that it hangs on: the key of the parent's row. */
    private static String insert(SqlSession session, List<Child> children, Child child, String tenant) {
        Optional<Child> hangs = children.stream()
                .filter(other -> other.table().equals(child.parent()))
                .findFirst();
        String parent = hangs.map(other ->
                        AnyRow.of(session, child.parent(), other.column(), insert(session, children, other, tenant)))
                .orElseGet(() -> AnyRow.of(session, child.parent(), "tenant", tenant));
        String key = names(session, parent + " RETURNING " + child.key()).get(0);
        run(session, AnyRow.of(session, child.table(), child.column(), key));
        return key;
    }

    private static List<String> names(SqlSession session, String sql) {
        return session.query(sql, s -> {}, row -> row.getString(1));
    }

    private static void run(SqlSession session, String sql) {
        session.update(sql, s -> {});
    }

    private long count(RowScope scope, Child child) {
        return in(
                scope,
                session -> session.query("SELECT count(*) FROM " + child.table(), s -> {}, row -> row.getLong(1))
                        .get(0));
    }

    private <T> T in(RowScope scope, Function<SqlSession, T> work) {
        try (RowScope.Entry entered = scope.enter()) {
            return database.inTransaction(work);
        }
    }
}
