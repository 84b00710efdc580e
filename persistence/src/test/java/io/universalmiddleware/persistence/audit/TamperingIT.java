package io.universalmiddleware.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator of the database may do to the audit is refused, or found. */
@WithBackends
class TamperingIT {
    private final PostgresBackend postgres;
    private AuditFixture audit;

    TamperingIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() throws SQLException {
        audit = new AuditFixture(postgres);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor = 'eve'",
                "DELETE FROM audit",
                "TRUNCATE audit",
                "TRUNCATE audit_other",
                "UPDATE audit_link SET seq = 9",
                "DELETE FROM audit_link",
                "TRUNCATE audit_link"
            })
    void theDatabaseRefusesToChangeOrRemove(String statement) {
        audit.append("ann");
        audit.seal();

        assertThatThrownBy(() -> audit.database.transact(s -> s.update(statement, b -> {})))
                .isInstanceOf(SqlFault.class)
                .hasMessageContaining("append-only");
    }

    @Test
    void refusesItInAPartitionTooWhoeverNamesIt() throws SQLException {
        audit.append("ann");
        String partition = audit.database
                .inTransaction(
                        s -> s.query("SELECT tableoid::regclass::text FROM audit", b -> {}, row -> row.getString(1)))
                .get(0);

        assertThat(partition).startsWith("audit_2");
        for (String statement : List.of("UPDATE %s SET actor = 'eve'", "DELETE FROM %s", "TRUNCATE %s")) {
            assertThatThrownBy(() -> audit.database.transact(s -> s.update(statement.formatted(partition), b -> {})))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void findsTheRowThatWasChanged() throws SQLException {
        List<Long> ids = audit.append("ann", "bob", "cid");
        audit.seal();
        audit.tamper("UPDATE audit SET reason = 'never' WHERE id = " + ids.get(1));

        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.CHANGED, ids.get(1)));
    }

    @Test
    void findsTheRowThatWasRemoved() throws SQLException {
        List<Long> ids = audit.append("ann", "bob", "cid");
        audit.seal();
        audit.tamper("DELETE FROM audit WHERE id = " + ids.get(0));

        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.REMOVED, ids.get(0)));
    }

    @Test
    void findsTheRowThatWasPutBehindTheSealersBack() throws SQLException {
        audit.append("ann");
        audit.seal();
        audit.append("bob");
        audit.seal();
        audit.tamper(
                "INSERT INTO audit (id, tenant, at, actor, action, subject, xid) VALUES (9000001, 'shop', now(), 'eve', 'x', 'y/z', '1')");

        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.INSERTED, 9000001L));
    }

    @Test
    void findsTheRowThatClaimsAnothersIdAndTheOneThatClaimsAnEarlierTime() throws SQLException {
        List<Long> ids = audit.append("ann");
        audit.seal();
        audit.tamper(
                "INSERT INTO audit (id, tenant, at, actor, action, subject) SELECT id, tenant, at + interval '1 second', 'eve', action, subject FROM audit");
        audit.append(audit.now.minus(3, ChronoUnit.DAYS), "bob");
        audit.seal();

        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.INSERTED, Finding.Kind.BACKDATED);
        assertThat(audit.verify(null).findings().get(0).row()).isEqualTo(ids.get(0));
    }

    @Test
    void findsTheLinkThatWasChangedAndTheOneThatIsGone() throws SQLException {
        List<Long> ids = audit.append("ann", "bob", "cid", "dan");
        audit.seal();
        audit.tamper("UPDATE audit_link SET hash = sha256('x') WHERE seq = 2");
        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind, Finding::seq)
                .containsExactly(tuple(Finding.Kind.LINK_CHANGED, 2L));

        audit.tamper("DELETE FROM audit_link WHERE seq = 3");
        assertThat(audit.verify(null).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.LINK_CHANGED, Finding.Kind.LINK_REMOVED, Finding.Kind.INSERTED);
        assertThat(audit.verify(null).findings().get(2).row()).isEqualTo(ids.get(2));
    }

    @Test
    void aChainThatWasCutOrMadeAnewIsFoundByTheHeadThatWasKeptElsewhere() throws SQLException {
        audit.append("ann", "bob");
        audit.seal();
        ChainHead kept = audit.verify(null).head();

        audit.tamper("DELETE FROM audit WHERE actor = 'bob'; DELETE FROM audit_link WHERE seq = 2");
        assertThat(audit.verify(null).intact()).isTrue();
        assertThat(audit.verify(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LINK_REMOVED);

        audit.append("bea");
        audit.seal();
        assertThat(audit.verify(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LINK_CHANGED);
    }
}
