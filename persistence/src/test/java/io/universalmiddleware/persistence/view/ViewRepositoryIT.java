package io.universalmiddleware.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class ViewRepositoryIT {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private TestDatabase database;

    @BeforeEach
    void open(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRowThatWasLockedButNeverSavedDoesNotExist() {
        ViewRef ref = ref("never");
        Map<ViewRef, ViewRow> locked = database.inTransaction(s -> lock(s, List.of(ref)));

        assertThat(locked.get(ref).version()).isZero();
        assertThat(database.<Optional<ViewRow>>inTransaction(s -> new ViewRepository(s).find(ref)))
                .isEmpty();
    }

    @Test
    void aDeletedRowKeepsItsVersion() {
        ViewRow deleted = new ViewRow(ref("gone"), 7, null, NOON);
        database.transact(s -> {
            lock(s, List.of(deleted.ref()));
            projections(s).save(List.of(deleted), List.of());
        });

        assertThat(database.<Optional<ViewRow>>inTransaction(s -> new ViewRepository(s).find(deleted.ref())))
                .contains(deleted);
    }

    @Test
    void concurrentWritersOfOverlappingRowsLoseNoChangeAndDoNotDeadlock() throws Exception {
        List<ViewRef> refs = IntStream.range(0, 6).mapToObj(i -> ref("row" + i)).toList();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                Random random = new Random(writer);
                done.add(writers.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        List<ViewRef> shuffled = new ArrayList<>(refs);
                        Collections.shuffle(shuffled, random);
                        increment(shuffled);
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get(180, TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }

        for (ViewRef ref : refs) {
            assertThat(database.<Optional<ViewRow>>inTransaction(s -> new ViewRepository(s).find(ref)))
                    .get()
                    .extracting(ViewRow::version)
                    .isEqualTo(100L);
        }
    }

    private void increment(List<ViewRef> refs) {
        database.transact(s -> {
            List<ViewRow> next = lock(s, refs).values().stream()
                    .map(row -> new ViewRow(row.ref(), row.version() + 1, "{}", NOON))
                    .toList();
            projections(s).save(next, List.of());
        });
    }

    private static Map<ViewRef, ViewRow> lock(SqlSession session, List<ViewRef> refs) {
        return projections(session).take(List.of(), refs).locked();
    }

    private static ProjectionRepository projections(SqlSession session) {
        return new ProjectionRepository(
                session,
                new ParkedKeyRepository(session, new ObjectMapper()),
                new ViewRepository(session),
                new TimelineRepository(session));
    }

    private static ViewRef ref(String key) {
        return new ViewRef(new TenantId("acme"), "progress", key);
    }
}
