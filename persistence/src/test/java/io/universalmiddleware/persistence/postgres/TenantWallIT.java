package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a transaction in a row scope can touch, with statements that forget to ask whose a row is. */
@WithBackends
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantWallIT {
    private static final String DENIED = "42501";
    private static final RowScope ONE = RowScope.of(new TenantId("one"));
    private static final RowScope OTHER = RowScope.of(new TenantId("other"));
    private static final String EVERY = "SELECT tenant FROM account ORDER BY tenant";

    private final TestDatabase database;

    TenantWallIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeAll
    void fill() {
        database.transact(session -> List.of("one", "other").forEach(tenant -> account(session, tenant)));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void aTenantFindsItsRowsAlone() {
        assertThat(texts(ONE, EVERY)).containsExactly("one");
        assertThat(texts(OTHER, EVERY)).containsExactly("other");
        assertThat(texts(ONE, "SELECT a.tenant FROM user_session s JOIN account a ON a.id = s.account_id"))
                .as("what hangs on a tenant's row is that tenant's")
                .containsExactly("one");
        assertThat(texts(ONE, "SELECT device FROM user_session")).containsExactly("one's");
    }

    @Test
    void nobodyFindsNothingAndThePlatformAll() {
        assertThat(texts(RowScope.NOBODY, EVERY)).isEmpty();
        assertThat(texts(RowScope.NOBODY, "SELECT device FROM user_session")).isEmpty();
        assertThat(texts(RowScope.PLATFORM, EVERY)).containsExactly("one", "other");
        assertThat(withoutAScope(EVERY)).containsExactly("one", "other");
    }

    @Test
    void whatIsNobodysIsNotFoundByNobody() {
        database.transact(session -> session.update("""
                INSERT INTO audit (tenant, at, actor, action, subject) VALUES ('', now(), 'um', 'test', 'wall')
                """, s -> {}));

        assertThat(texts(RowScope.NOBODY, "SELECT subject FROM audit")).isEmpty();
        assertThat(texts(ONE, "SELECT subject FROM audit")).isEmpty();
    }

    @Test
    void aTenantNeitherMakesNorTakesNorGivesAwayAnothersRow() {
        assertThat(denied(
                        ONE,
                        "INSERT INTO audit (tenant, at, actor, action, subject) VALUES ('other', now(), '', '', '')"))
                .isEqualTo(DENIED);
        assertThat(denied(ONE, "UPDATE account SET tenant = 'other'")).isEqualTo(DENIED);
        in(ONE, session -> session.update("UPDATE account SET disabled = true WHERE tenant = 'other'", s -> {}));
        in(ONE, session -> session.update("DELETE FROM user_session WHERE device = 'other''s'", s -> {}));

        assertThat(texts(OTHER, "SELECT disabled::text FROM account")).containsExactly("false");
        assertThat(texts(OTHER, "SELECT device FROM user_session")).containsExactly("other's");
    }

    @Test
    void aKeyIsWhoseItBeginsWithOrWhoseLettersItIs() {
        database.transact(session -> {
            List.of("one/A/a", "one-more/A/a", "other/A/a", "#1", "#2", "#3").forEach(key -> parked(session, key));
            letter(session, "one", "#1");
            letter(session, "other", "#2");
            letter(session, "", "#3");
        });
        String keys = "SELECT key FROM parked_key ORDER BY key COLLATE \"C\"";

        assertThat(texts(ONE, keys)).containsExactly("#1", "one/A/a");
        assertThat(texts(RowScope.NOBODY, keys)).isEmpty();
        in(ONE, session -> session.update("UPDATE parked_key SET head = NULL, due = true", s -> {}));
        assertThat(withoutAScope("SELECT key FROM parked_key WHERE NOT due ORDER BY key COLLATE \"C\""))
                .containsExactly("#2", "#3", "one-more/A/a", "other/A/a");
        assertThat(denied(ONE, "UPDATE parked_key SET key = 'other/A/b' WHERE key = 'one/A/a'"))
                .isEqualTo(DENIED);
    }

    @Test
    void whatIsThePlatformsAloneIsClosed() {
        assertThat(denied(ONE, "UPDATE signing_key SET sealed = ''")).isEqualTo(DENIED);
        assertThat(denied(ONE, "DELETE FROM outbox")).isEqualTo(DENIED);
        assertThat(denied(ONE, "DELETE FROM audit")).isEqualTo(DENIED);
        assertThat(denied(ONE, "DELETE FROM policy_question")).isEqualTo(DENIED);
        assertThat(denied(ONE, "CREATE TABLE mine ()")).isEqualTo(DENIED);
        assertThat(denied(ONE, "DROP TABLE account")).isEqualTo(DENIED);
        assertThat(denied(ONE, "ALTER TABLE account DISABLE ROW LEVEL SECURITY"))
                .isEqualTo(DENIED);
    }

    @Test
    void nothingOfItOutlivesTheTransaction() {
        String who = "SELECT current_user || ' ' || coalesce(current_tenant(), 'none')";
        String platform = withoutAScope(who).get(0);

        assertThat(texts(ONE, who)).doesNotContain(platform);
        assertThat(withoutAScope(who)).containsExactly(platform);
        assertThat(denied(ONE, "UPDATE account SET tenant = 'other'")).isEqualTo(DENIED); // rolls back
        assertThat(withoutAScope(who)).containsExactly(platform);
    }

    @Test
    void aScopeWithinATransactionHoldsForAsLongAsItIsEntered() {
        List<List<String>> seen = in(ONE, session -> {
            List<String> before = texts(session, EVERY);
            try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
                return List.of(before, texts(session, EVERY), List.of());
            }
        });
        List<String> after = in(ONE, session -> {
            try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
                texts(session, EVERY);
            }
            return texts(session, EVERY);
        });

        assertThat(seen).startsWith(List.of("one"), List.of("one", "other"));
        assertThat(after).containsExactly("one");
    }

    @Test
    void entitiesAreHeldAsStatementsAre() {
        UUID id = UUID.randomUUID();
        database.transact(session -> session.update("""
                INSERT INTO command (id, tenant, type, version, aggregate_type, aggregate_id, principal, payload, traceparent, status,
                    accepted_at)
                VALUES (?, 'other', 'T', 1, 'A', 'a', 'p', '{}', '', 'accepted', now())
                """, s -> s.setObject(1, id)));
        Function<SqlSession, Object> find = session -> List.of(session.entityManager()
                .createQuery("SELECT c.id FROM CommandRecord c")
                .getResultList());

        assertThat(in(ONE, find)).isEqualTo(List.of(List.of()));
        assertThat(in(OTHER, find)).isEqualTo(List.of(List.of(id)));
    }

    @Test
    void withoutATransactionNothingIsDone() {
        try (var entityManager = database.entityManagerFactory().createEntityManager();
                RowScope.Entry one = ONE.enter()) {
            SqlSession session = new SqlSession(entityManager, database.schema());

            assertThatThrownBy(() -> texts(session, EVERY)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void account(SqlSession session, String tenant) {
        UUID account = UUID.randomUUID();
        session.update("""
                INSERT INTO account (id, tenant, email, email_key, password, roles, disabled, created_at, changed_at)
                VALUES (?, ?, 'a', 'a', '', '{}', false, now(), now())
                """, s -> {
            s.setObject(1, account);
            s.setString(2, tenant);
        });
        session.update("""
                INSERT INTO user_session (id, account_id, device, address, methods, proved_at, created_at, used_at, idle_at, ends_at)
                VALUES (?, ?, ?, '', '{}', now(), now(), now(), now(), now())
                """, s -> {
            s.setObject(1, UUID.randomUUID());
            s.setObject(2, account);
            s.setString(3, tenant + "'s");
        });
    }

    private static void parked(SqlSession session, String key) {
        session.update(
                "INSERT INTO parked_key (consumer, key, parked_at) VALUES ('c', ?, now())", s -> s.setString(1, key));
    }

    private static void letter(SqlSession session, String tenant, String key) {
        session.update("""
                INSERT INTO dead_letter (id, tenant, consumer, key, message_id, state, reason, type, headers, published_at, exception, message,
                    frame, chain, fingerprint, attempts, first_failed_at, last_failed_at)
                VALUES (gen_random_uuid(), ?, 'c', ?, gen_random_uuid(), 'open', 'permanent', '', '{}', now(), '', '', '', '', '', 1, now(),
                    now())
                """, s -> {
            s.setString(1, tenant);
            s.setString(2, key);
        });
    }

    private <T> T in(RowScope scope, Function<SqlSession, T> work) {
        try (RowScope.Entry entered = scope.enter()) {
            return database.inTransaction(work);
        }
    }

    private List<String> withoutAScope(String sql) {
        return database.inTransaction(session -> texts(session, sql));
    }

    private List<String> texts(RowScope scope, String sql) {
        return in(scope, session -> texts(session, sql));
    }

    private static List<String> texts(SqlSession session, String sql) {
        return session.query(sql, s -> {}, row -> row.getString(1));
    }

    private String denied(RowScope scope, String sql) {
        return catchThrowableOfType(SqlFault.class, () -> in(scope, session -> session.update(sql, s -> {})))
                .sqlState();
    }
}
