package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class RelayRepositoryIT {
    private static final List<Integer> ALL =
            IntStream.range(0, Lane.SHARDS).boxed().toList();

    private final DataSource dataSource;
    private RelayConnection connection;
    private RelayRepository outbox;
    private OutboxCursor cursor;

    RelayRepositoryIT(PostgresBackend postgres) {
        try (TestDatabase database = new TestDatabase(postgres)) {
            dataSource = database.dataSource();
        }
    }

    @BeforeEach
    void open() {
        connection = RelayConnection.open(dataSource);
        outbox = new RelayRepository(connection, 10, 1_000);
        cursor = OutboxCursor.at(now());
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void readsWhatWasCommittedSinceInTheOrderOfAppending() throws SQLException {
        try (Appender appender = new Appender(dataSource)) {
            appender.append("k", "1", "2").commit();
            appender.append("k", "3").commit();
        }

        assertThat(drain()).containsExactly("1", "2", "3");
        assertThat(drain()).isEmpty();
    }

    @Test
    void missesNothingThatCommitsLaterThanWhatWasAppendedAfterIt() throws SQLException {
        try (Appender slow = new Appender(dataSource);
                Appender quick = new Appender(dataSource)) {
            slow.append("a", "slow");
            quick.append("b", "quick").commit();

            assertThat(drain()).containsExactly("quick");
            slow.commit();
            assertThat(drain()).containsExactly("slow");
        }
    }

    @Test
    void seesNothingOfWhatRollsBack() throws SQLException {
        try (Appender appender = new Appender(dataSource)) {
            appender.append("a", "gone");
            assertThat(drain()).isEmpty();
            appender.rollback();
        }

        assertThat(drain()).isEmpty();
    }

    @Test
    void cutsABacklogIntoPagesOfOneWindow() throws SQLException {
        try (Appender backlog = new Appender(dataSource);
                Appender later = new Appender(dataSource)) {
            backlog.append("a", texts(0, 25)).commit();

            OutboxPage first = page();
            later.append("b", "later").commit();
            List<String> rest = drain();

            assertThat(data(first)).containsExactly(texts(0, 10));
            assertThat(rest)
                    .containsExactly(Stream.concat(Stream.of(texts(10, 25)), Stream.of("later"))
                            .toArray(String[]::new));
        }
    }

    @Test
    void findsWhatCameBehindAWindowThatEndsWithAFullPage() throws SQLException {
        try (Appender appender = new Appender(dataSource)) {
            appender.append("a", texts(0, 10)).commit();
            OutboxPage window = page();
            appender.append("a", "behind").commit();

            assertThat(data(window)).containsExactly(texts(0, 10));
            assertThat(drain()).containsExactly("behind");
        }
    }

    @Test
    void endsAPageBeforeItHoldsTooMuch() throws SQLException {
        try (Appender appender = new Appender(dataSource)) {
            appender.append("a", "x".repeat(900), "y".repeat(900), "z".repeat(5_000), "end")
                    .commit();
        }

        assertThat(data(page())).hasSize(2);
        assertThat(drain()).containsExactly("z".repeat(5_000), "end");
    }

    @Test
    void bringsCursorsTogetherThatStoodApart() throws SQLException {
        try (Appender appender = new Appender(dataSource)) {
            OutboxCursor older = cursor;
            appender.append("a", "1").commit();
            OutboxCursor newer = OutboxCursor.at(now());

            Map<OutboxCursor, OutboxPage> pages =
                    outbox.next(Map.of(older, List.of(0, 1, 2, 3), newer, List.of(4, 5, 6, 7)));

            assertThat(pages.entrySet().stream().map(e -> e.getValue().after(e.getKey())))
                    .hasSize(2)
                    .containsOnly(OutboxCursor.at(pages.get(newer).snapshot()));
        }
    }

    @Test
    void losesAndDoublesNothingAmongConcurrentTransactions() throws SQLException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, List<String>> appended = new HashMap<>();
        Map<String, List<String>> read = new HashMap<>();
        List<Appender> writers = new ArrayList<>();
        List<List<String>> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(new Appender(dataSource));
            open.add(new ArrayList<>());
        }
        for (int step = 0; step < 2_000; step++) {
            int w = random.nextInt(writers.size());
            int action = random.nextInt(10);
            if (action < 6) {
                String text = w + ":" + step; // one writer a key: nobody else appends to it before the commit
                writers.get(w).append("key" + w, text);
                open.get(w).add(text);
            } else if (action < 8) {
                writers.get(w).commit();
                appended.computeIfAbsent("key" + w, k -> new ArrayList<>()).addAll(open.get(w));
                open.get(w).clear();
            } else if (action < 9) {
                writers.get(w).rollback();
                open.get(w).clear();
            } else {
                page().rows().forEach(row -> collect(row, read));
            }
        }
        for (Appender writer : writers) {
            writer.close();
        }
        drainRows().forEach(row -> collect(row, read));

        assertThat(read).as("seed %d", seed).isEqualTo(appended);
    }

    private static void collect(UnpublishedRow row, Map<String, List<String>> read) {
        read.computeIfAbsent(row.recordKey(), k -> new ArrayList<>()).add(row.data());
    }

    private OutboxPage page() {
        OutboxPage page = outbox.next(Map.of(cursor, ALL)).get(cursor);
        cursor = page.after(cursor);
        return page;
    }

    private List<String> drain() {
        return drainRows().stream().map(UnpublishedRow::data).toList();
    }

    /** Reads all that is left. An empty page is the end only outside a window: behind a window there may be more. */
    private List<UnpublishedRow> drainRows() {
        List<UnpublishedRow> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            boolean within = cursor.target() != null;
            List<UnpublishedRow> rows = page().rows();
            all.addAll(rows);
            more = within || !rows.isEmpty();
        }
        return all;
    }

    private String now() {
        return connection
                .query("SELECT pg_current_snapshot()::text", s -> {}, row -> row.getString(1))
                .get(0);
    }

    private static List<String> data(OutboxPage page) {
        return page.rows().stream().map(UnpublishedRow::data).toList();
    }

    private static String[] texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
