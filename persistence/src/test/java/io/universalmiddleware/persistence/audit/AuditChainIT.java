package io.universalmiddleware.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sealed, when, and how it is let go of and listed. */
@WithBackends
class AuditChainIT {
    private final PostgresBackend postgres;
    private AuditFixture audit;

    AuditChainIT(PostgresBackend postgres) {
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

    @Test
    void whatWasSealedIsIntactAndItsHeadStaysInTheChain() {
        audit.append("ann", "bob");
        assertThat(audit.verify(null).waiting()).isEqualTo(2);
        audit.seal();
        ChainHead early = audit.verify(null).head();
        audit.append("cid");
        audit.seal();

        Verification.Outcome outcome = audit.verify(early);

        assertThat(outcome.intact()).isTrue();
        assertThat(outcome.links()).isEqualTo(3);
        assertThat(outcome.waiting()).isZero();
        assertThat(outcome.head().seq()).isEqualTo(3);
        assertThat(early.seq()).isEqualTo(2);
    }

    @Test
    void whatWaitedInALongQueueIsNotDatedBackHoweverLongItsSealingTakes() {
        audit.append(audit.now.minus(30, ChronoUnit.DAYS), "ann", "bob", "cid", "dan", "eve");
        for (int minutes = 0; minutes < 3; minutes++) {
            audit.sealSome(audit.now.plus(minutes, ChronoUnit.MINUTES), 2);
        }
        audit.append(audit.now.plusSeconds(60), "fay");
        audit.sealSome(audit.now.plus(1, ChronoUnit.HOURS), 2);
        assertThat(audit.verify(null).links()).isEqualTo(6);
        assertThat(audit.verify(null).findings()).isEmpty();

        audit.append(audit.now.minus(1, ChronoUnit.DAYS), "gus");
        audit.sealSome(audit.now.plus(2, ChronoUnit.HOURS), 2);
        assertThat(audit.verify(null).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.BACKDATED);
    }

    @Test
    void sealsWhatWaitedInADumpAndWhatIsDoneAfterItInAnotherCluster() throws SQLException {
        audit.append("ann");
        audit.seal();
        audit.tamper("UPDATE audit SET xid = '9000000000'; UPDATE audit_sealer SET floor = '9000000001';"
                + " INSERT INTO audit (tenant, at, actor, action, subject, xid) SELECT 'shop', now(), 'waited' || n, 'x', 'y/z',"
                + " '9000000002' FROM generate_series(1, 9) AS n");
        audit.append("bob");

        audit.seal();

        assertThat(audit.verify(null).links()).isEqualTo(11);
        assertThat(audit.verify(null).findings()).isEmpty();
        audit.append("cid");
        audit.seal();
        assertThat(audit.verify(null).links()).isEqualTo(12);
        assertThat(audit.verify(null).waiting()).isZero();
        audit.tamper(
                "INSERT INTO audit (tenant, at, actor, action, subject, xid) VALUES ('shop', now(), 'eve', 'x', 'y/z', '9000000003')");
        audit.seal();
        assertThat(audit.verify(null).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.INSERTED);
    }

    @Test
    void actsThatCommitLateAndOutOfOrderAreAllSealedAndNoneWaitsForAnother() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        CountDownLatch openOne = new CountDownLatch(1);
        try (Connection late = audit.database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            late.createStatement()
                    .execute(
                            "INSERT INTO audit (tenant, at, actor, action, subject) VALUES ('shop', now(), 'late', 'x', 'y/z')");
            for (int i = 0; i < 100; i++) {
                String actor = "user" + i;
                writers.submit(() -> audit.append(actor));
            }
            writers.submit(openOne::countDown);
            openOne.await();
            audit.seal();
            writers.shutdown();
            assertThat(writers.awaitTermination(180, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            audit.seal();
            late.commit();
        } finally {
            writers.shutdownNow();
        }
        audit.seal();

        Verification.Outcome outcome = audit.verify(null);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.links()).isEqualTo(101);
        assertThat(outcome.waiting()).isZero();
    }

    @Test
    void aRowThatWasRolledBackLeavesNothing() {
        assertThatThrownBy(() -> audit.database.transact(s -> {
                    new AuditRepository(s).append(AuditFixture.entry(audit.now, "ann"));
                    throw new IllegalStateException("the act failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        audit.seal();

        assertThat(audit.verify(null).links()).isZero();
    }

    @Test
    void aMonthIsLetGoOfAsAWholeAndItsLinksStay() throws SQLException {
        Instant then = Instant.parse("2020-05-10T12:00:00Z");
        audit.database.transact(s -> s.query("SELECT audit_prepare('2020-05-01Z')", b -> {}, row -> true));
        audit.append(then, "ann", "bob");
        assertThat(audit.retire()).as("not sealed yet").isEmpty();
        audit.seal(then.plusSeconds(5));

        assertThat(audit.retire()).containsExactly("2020-05-01");
        audit.seal();

        Verification.Outcome outcome = audit.verify(null);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.retired()).isEqualTo(2);
        assertThat(audit.list(new AuditQuery(null, null, "retire", null, null, null, null, true, 10)))
                .singleElement()
                .satisfies(row -> assertThat(row.entry().subject()).isEqualTo("audit/2020-05"));
        assertThat(audit.retire()).isEmpty();
    }

    @Test
    void listsWhatIsAskedForInPages() {
        audit.append("ann", "bob", "ann");
        audit.seal();
        AuditQuery anns = new AuditQuery("shop", "ann", "open", "door/", null, null, null, true, 1);

        List<AuditRow> first = audit.list(anns);
        List<AuditRow> second = audit.list(anns.after(first.get(0).id()));

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(first.get(0).id()).isGreaterThan(second.get(0).id());
        assertThat(first.get(0).seq()).isEqualTo(3);
        assertThat(audit.list(anns.after(second.get(0).id()))).isEmpty();
        assertThat(audit.list(new AuditQuery("other", null, null, null, null, null, null, false, 9)))
                .isEmpty();
        assertThat(audit.list(new AuditQuery(null, null, null, "door", null, null, null, false, 9)))
                .isEmpty();
        assertThat(audit.list(new AuditQuery(null, null, null, null, audit.now.plusSeconds(1), null, null, false, 9)))
                .isEmpty();
        assertThat(audit.list(new AuditQuery(
                        null, null, null, "door/1", audit.now, audit.now.plusSeconds(1), null, false, 9)))
                .hasSize(3);
    }
}
