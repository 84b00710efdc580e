package io.universalmiddleware.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class StatementsIT {
    private static final String ADD = "INSERT INTO noted (number, name) VALUES (?, ?)";
    private static final String ALL = "SELECT number FROM noted WHERE name = ? ORDER BY number";

    private final Statements statements = new Statements();
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
    void eachSeesWhatThoseBeforeItDidAndGivesItsOwnAnswer() {
        Answer<Integer> added = add(1, "a");
        Answer<List<Integer>> then = all("a");
        Answer<Integer> changed = statements.update("UPDATE noted SET number = number + ?", p -> p.number(10));
        Answer<Integer> none = statements.update("DELETE FROM noted WHERE name = ?", p -> p.text("b"));
        Answer<List<Integer>> last = all("a");

        run();

        assertThat(List.of(added.get(), changed.get(), none.get())).containsExactly(1, 1, 0);
        assertThat(then.get()).containsExactly(1);
        assertThat(last.get()).containsExactly(11);
    }

    @Test
    void asManyAsThereAreRunInTheirOrder() {
        List<Answer<Integer>> added =
                IntStream.range(0, 150).mapToObj(i -> add(i, "a")).toList();
        Answer<List<Integer>> all = all("a");

        run();

        assertThat(added).allSatisfy(each -> assertThat(each.get()).isOne());
        assertThat(all.get()).hasSize(150);
    }

    @Test
    void afterOneThatFailsNoneRuns() {
        add(1, "a");
        Answer<Integer> again = add(1, "a");
        Answer<Integer> after = add(2, "a");

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SqlFault.class,
                        fault -> assertThat(fault.isUniqueViolation()).isTrue());
        assertThatThrownBy(again::get).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(after::get).isInstanceOf(IllegalStateException.class);
    }

    private Answer<Integer> add(int number, String name) {
        return statements.update(ADD, p -> p.number(number).text(name));
    }

    private Answer<List<Integer>> all(String name) {
        return statements.query(ALL, p -> p.text(name), row -> row.getInt(1));
    }

    private void run() {
        database.transact(session -> {
            session.update(
                    "CREATE TEMPORARY TABLE noted (number integer PRIMARY KEY, name text) ON COMMIT DROP", s -> {});
            session.run(statements);
        });
    }
}
