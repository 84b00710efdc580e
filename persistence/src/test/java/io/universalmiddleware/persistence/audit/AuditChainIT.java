package io.universalmiddleware.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithBackends
class AuditChainIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final TestDatabase database;
    private Instant sealed = now;

    AuditChainIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void empty() throws SQLException {
        tamper("TRUNCATE audit, audit_link, audit_retired; UPDATE audit_sealer SET floor = '0', behind = NULL");
        database.transact(s -> new AuditChain(s).prepare(now));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWasSealedIsIntactAndItsHeadStaysInTheChain() {
        append("ann", "bob");
        assertThat(verify(null).waiting()).isEqualTo(2);
        seal();
        ChainHead early = verify(null).head();
        append("cid");
        seal();

        Verification.Outcome outcome = verify(early);

        assertThat(outcome.intact()).isTrue();
        assertThat(outcome.links()).isEqualTo(3);
        assertThat(outcome.waiting()).isZero();
        assertThat(outcome.head().seq()).isEqualTo(3);
        assertThat(early.seq()).isEqualTo(2);
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
        append("ann");
        seal();

        assertThatThrownBy(() -> database.transact(s -> s.update(statement, b -> {})))
                .isInstanceOf(SqlFault.class)
                .hasMessageContaining("append-only");
    }

    @Test
    void refusesItInAPartitionTooWhoeverNamesIt() throws SQLException {
        append("ann");
        String partition = database.inTransaction(
                        s -> s.query("SELECT tableoid::regclass::text FROM audit", b -> {}, row -> row.getString(1)))
                .get(0);

        assertThat(partition).startsWith("audit_2");
        for (String statement : List.of("UPDATE %s SET actor = 'eve'", "DELETE FROM %s", "TRUNCATE %s")) {
            assertThatThrownBy(() -> database.transact(s -> s.update(statement.formatted(partition), b -> {})))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void findsTheRowThatWasChanged() throws SQLException {
        List<Long> ids = append("ann", "bob", "cid");
        seal();
        tamper("UPDATE audit SET reason = 'never' WHERE id = " + ids.get(1));

        assertThat(verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.CHANGED, ids.get(1)));
    }

    @Test
    void findsTheRowThatWasRemoved() throws SQLException {
        List<Long> ids = append("ann", "bob", "cid");
        seal();
        tamper("DELETE FROM audit WHERE id = " + ids.get(0));

        assertThat(verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.REMOVED, ids.get(0)));
    }

    @Test
    void findsTheRowThatWasPutBehindTheSealersBack() throws SQLException {
        append("ann");
        seal();
        append("bob");
        seal();
        tamper(
                "INSERT INTO audit (id, tenant, at, actor, action, subject, xid) VALUES (9000001, 'shop', now(), 'eve', 'x', 'y/z', '1')");

        assertThat(verify(null).findings())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(tuple(Finding.Kind.INSERTED, 9000001L));
    }

    @Test
    void findsTheRowThatClaimsAnothersIdAndTheOneThatClaimsAnEarlierTime() throws SQLException {
        List<Long> ids = append("ann");
        seal();
        tamper(
                "INSERT INTO audit (id, tenant, at, actor, action, subject) SELECT id, tenant, at + interval '1 second', 'eve', action, subject FROM audit");
        append(now.minus(3, ChronoUnit.DAYS), "bob");
        seal();

        assertThat(verify(null).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.INSERTED, Finding.Kind.BACKDATED);
        assertThat(verify(null).findings().get(0).row()).isEqualTo(ids.get(0));
    }

    @Test
    void whatWaitedInALongQueueIsNotDatedBackHoweverLongItsSealingTakes() {
        append(now.minus(30, ChronoUnit.DAYS), "ann", "bob", "cid", "dan", "eve");
        for (int minutes = 0; minutes < 3; minutes++) {
            sealSome(now.plus(minutes, ChronoUnit.MINUTES), 2);
        }
        append(now.plusSeconds(60), "fay");
        sealSome(now.plus(1, ChronoUnit.HOURS), 2);
        assertThat(verify(null).links()).isEqualTo(6);
        assertThat(verify(null).findings()).isEmpty();

        append(now.minus(1, ChronoUnit.DAYS), "gus");
        sealSome(now.plus(2, ChronoUnit.HOURS), 2);
        assertThat(verify(null).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.BACKDATED);
    }

    @Test
    void sealsWhatWaitedInADumpAndWhatIsDoneAfterItInAnotherCluster() throws SQLException {
        append("ann");
        seal();
        tamper("UPDATE audit SET xid = '9000000000'; UPDATE audit_sealer SET floor = '9000000001';"
                + " INSERT INTO audit (tenant, at, actor, action, subject, xid) SELECT 'shop', now(), 'waited' || n, 'x', 'y/z',"
                + " '9000000002' FROM generate_series(1, 9) AS n");
        append("bob");

        seal();

        assertThat(verify(null).links()).isEqualTo(11);
        assertThat(verify(null).findings()).isEmpty();
        append("cid");
        seal();
        assertThat(verify(null).links()).isEqualTo(12);
        assertThat(verify(null).waiting()).isZero();
        tamper(
                "INSERT INTO audit (tenant, at, actor, action, subject, xid) VALUES ('shop', now(), 'eve', 'x', 'y/z', '9000000003')");
        seal();
        assertThat(verify(null).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.INSERTED);
    }

    @Test
    void findsTheLinkThatWasChangedAndTheOneThatIsGone() throws SQLException {
        List<Long> ids = append("ann", "bob", "cid", "dan");
        seal();
        tamper("UPDATE audit_link SET hash = sha256('x') WHERE seq = 2");
        assertThat(verify(null).findings())
                .extracting(Finding::kind, Finding::seq)
                .containsExactly(tuple(Finding.Kind.LINK_CHANGED, 2L));

        tamper("DELETE FROM audit_link WHERE seq = 3");
        assertThat(verify(null).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.LINK_CHANGED, Finding.Kind.LINK_REMOVED, Finding.Kind.INSERTED);
        assertThat(verify(null).findings().get(2).row()).isEqualTo(ids.get(2));
    }

    @Test
    void aChainThatWasCutOrMadeAnewIsFoundByTheHeadThatWasKeptElsewhere() throws SQLException {
        append("ann", "bob");
        seal();
        ChainHead kept = verify(null).head();

        tamper("DELETE FROM audit WHERE actor = 'bob'; DELETE FROM audit_link WHERE seq = 2");
        assertThat(verify(null).intact()).isTrue();
        assertThat(verify(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LINK_REMOVED);

        append("bea");
        seal();
        assertThat(verify(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LINK_CHANGED);
    }

    @Test
    void actsThatCommitLateAndOutOfOrderAreAllSealedAndNoneWaitsForAnother() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        CountDownLatch openOne = new CountDownLatch(1);
        try (Connection late = database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            late.createStatement()
                    .execute(
                            "INSERT INTO audit (tenant, at, actor, action, subject) VALUES ('shop', now(), 'late', 'x', 'y/z')");
            for (int i = 0; i < 100; i++) {
                String actor = "user" + i;
                writers.submit(() -> append(actor));
            }
            writers.submit(openOne::countDown);
            openOne.await();
            seal();
            writers.shutdown();
            assertThat(writers.awaitTermination(180, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            seal();
            late.commit();
        } finally {
            writers.shutdownNow();
        }
        seal();

        Verification.Outcome outcome = verify(null);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.links()).isEqualTo(101);
        assertThat(outcome.waiting()).isZero();
    }

    @Test
    void aRowThatWasRolledBackLeavesNothing() {
        assertThatThrownBy(() -> database.transact(s -> {
                    new AuditRepository(s).append(entry(now, "ann"));
                    throw new IllegalStateException("the act failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        seal();

        assertThat(verify(null).links()).isZero();
    }

    @Test
    void aMonthIsLetGoOfAsAWholeAndItsLinksStay() throws SQLException {
        Instant then = Instant.parse("2020-05-10T12:00:00Z");
        database.transact(s -> s.query("SELECT audit_prepare('2020-05-01Z')", b -> {}, row -> true));
        append(then, "ann", "bob");
        assertThat(retire()).as("not sealed yet").isEmpty();
        seal(then.plusSeconds(5));

        assertThat(retire()).containsExactly("2020-05-01");
        seal();

        Verification.Outcome outcome = verify(null);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.retired()).isEqualTo(2);
        assertThat(list(new AuditQuery(null, null, "retire", null, null, null, null, true, 10)))
                .singleElement()
                .satisfies(row -> assertThat(row.entry().subject()).isEqualTo("audit/2020-05"));
        assertThat(retire()).isEmpty();
    }

    @Test
    void listsWhatIsAskedForInPages() {
        append("ann", "bob", "ann");
        seal();
        AuditQuery anns = new AuditQuery("shop", "ann", "open", "door/", null, null, null, true, 1);

        List<AuditRow> first = list(anns);
        List<AuditRow> second = list(anns.after(first.get(0).id()));

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(first.get(0).id()).isGreaterThan(second.get(0).id());
        assertThat(first.get(0).seq()).isEqualTo(3);
        assertThat(list(anns.after(second.get(0).id()))).isEmpty();
        assertThat(list(new AuditQuery("other", null, null, null, null, null, null, false, 9)))
                .isEmpty();
        assertThat(list(new AuditQuery(null, null, null, "door", null, null, null, false, 9)))
                .isEmpty();
        assertThat(list(new AuditQuery(null, null, null, null, now.plusSeconds(1), null, null, false, 9)))
                .isEmpty();
        assertThat(list(new AuditQuery(null, null, null, "door/1", now, now.plusSeconds(1), null, false, 9)))
                .hasSize(3);
    }

    private List<String> retire() {
        return database.inTransaction(s -> new AuditChain(s).retire(now, 12)).stream()
                .map(Object::toString)
                .toList();
    }

    private List<AuditRow> list(AuditQuery query) {
        return database.inTransaction(s -> new AuditRepository(s).list(query));
    }

    private List<Long> append(String... actors) {
        return append(now, actors);
    }

    private List<Long> append(Instant at, String... actors) {
        database.transact(s -> new AuditRepository(s)
                .appendAll(IntStream.range(0, actors.length)
                        .mapToObj(i -> entry(at, actors[i]))
                        .toList()));
        return list(new AuditQuery(null, null, null, null, null, null, null, false, 1000)).stream()
                .map(AuditRow::id)
                .toList();
    }

    private static AuditEntry entry(Instant at, String actor) {
        return new AuditEntry(
                "shop", at, actor, "open", "door/1", null, null, "{\"wide\": 1.50, \"a\": [\"\u00e4\", null]}");
    }

    /** Seals a second later than the last time, however long anything takes. */
    private void seal() {
        sealed = sealed.plusSeconds(1);
        seal(sealed);
    }

    private void seal(Instant at) {
        while (database.inTransaction(s -> new AuditChain(s).seal(at, 7)).orElseThrow() == 7) {
            // there are more
        }
    }

    private void sealSome(Instant at, int most) {
        database.inTransaction(s -> new AuditChain(s).seal(at, most));
    }

    private Verification.Outcome verify(@Nullable ChainHead known) {
        return new Verification(known).run(work -> database.inTransaction(s -> work.apply(new AuditChain(s))));
    }

    /** What an administrator of the database can do. */
    private void tamper(String statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().execute("SET session_replication_role = replica; " + statements);
        }
    }
}
