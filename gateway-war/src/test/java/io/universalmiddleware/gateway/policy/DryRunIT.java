package io.universalmiddleware.gateway.policy;

import static io.universalmiddleware.gateway.policy.Policies.asks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.policy.DryRunReport.Change;
import io.universalmiddleware.gateway.policy.DryRunReport.Example;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Decisions.Asked;
import io.universalmiddleware.policy.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class DryRunIT {
    private static final Settings KEPT = new Settings(key -> Optional.empty());

    private final PolicyFixture fixture;
    private final Decisions decisions = Policies.decisions(Policies.PLATFORMS);
    private final Trying trying = new Trying(decisions);

    DryRunIT(PostgresBackend postgres) {
        fixture = new PolicyFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void tellsWhoWouldGainAndWhoWouldLoseOfWhatWasAsked() {
        ask(3, "ann", "user", "readView");
        ask(2, "bob", "user", "readView");
        ask(1, "ann", "user", "submitCommand");
        ask(4, "victor", "nothing", "readView");
        record(KEPT);

        DryRunReport grants = trying.dryRun(Policies.content(null, Policies.WITHOUT_VIEWS, "[]"), recorded());
        DryRunReport office = trying.dryRun(Policies.content(Policies.office(), null, "[]"), recorded());

        assertThat(grants.recorded()).isEqualTo(4);
        assertThat(grants.examined()).isEqualTo(4);
        assertThat(grants.changes()).singleElement().satisfies(change -> {
            assertThat(change.who()).isEqualTo("loses");
            assertThat(change.operation()).isEqualTo("readView");
            assertThat(change.roles()).containsExactly("user");
            assertThat(change.from()).isEqualTo("all");
            assertThat(change.to()).isEqualTo("nothing");
            assertThat(change.reason()).isEqualTo("no role grants it");
            assertThat(change.questions()).isEqualTo(2);
            assertThat(change.times()).isEqualTo(5);
            assertThat(change.examples())
                    .containsExactlyInAnyOrder(new Example("shop", "ann"), new Example("shop", "bob"));
        });
        assertThat(office.changes()).extracting(Change::who, Change::times).containsExactly(tuple("gains", 4L));
    }

    @Test
    void whatIsGrantedForSomeOnlyIsLess() {
        ask(1, "ann", "user", "readView");
        record(KEPT);

        DryRunReport limited = trying.dryRun(
                Policies.content(null, "{\"roles\":{\"user\":[\"readView:progress\"]}}", "[]"), recorded());

        assertThat(limited.changes()).extracting(Change::who, Change::to).containsExactly(tuple("loses", "some"));
    }

    @Test
    void theSameQuestionIsRecordedOnceAndCounted() {
        ask(2, "ann", "user", "readView");
        record(KEPT);
        record(KEPT);
        ask(5, "ann", "user", "readView");
        record(KEPT);

        assertThat(recorded()).extracting(RecordedQuestion::times).containsExactly(7L);
    }

    @Test
    void keepsNothingIfNothingIsToBeKept() {
        Settings none =
                new Settings(key -> key.equals("um.policy.keep-questions") ? Optional.of("0s") : Optional.empty());
        ask(2, "ann", "user", "readView");
        record(none);

        assertThat(recorded()).isEmpty();
    }

    @Test
    void aSampleHasSomeOfEveryActionAndIsBounded() {
        List<Asked> asked = new ArrayList<>();
        for (int user = 0; user < 1_000; user++) {
            asked.add(once(asks("shop", "u" + user, "user", "readView")));
        }
        asked.add(once(asks("operator", "olga", "admin", "rollBack")));
        for (int action = 0; action < 100; action++) {
            for (int user = 0; user < 30; user++) {
                asked.add(once(asks("shop", "u" + user, "user", "action" + action)));
            }
        }

        List<RecordedQuestion> drawn = RecordingQuestions.drawn(asked, new Random(7));

        assertThat(drawn).hasSize(RecordingQuestions.AT_ONCE);
        assertThat(drawn).filteredOn(one -> one.input().contains("rollBack")).hasSize(1);
        assertThat(drawn)
                .filteredOn(one -> one.input().contains("readView"))
                .hasSizeBetween(1, RecordingQuestions.OF_EACH_ACTION);
    }

    @Test
    void changesAreTurnedByPages() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            changes.add(new Change("gains", "op" + i, List.of(), "nothing", "all", "", 1, 1, List.of()));
        }
        DryRunReport report = new DryRunReport(5, 5, changes, null);

        assertThat(report.page(0, 2).nextCursor()).isEqualTo("2");
        assertThat(report.page(4, 2).changes()).extracting(Change::operation).containsExactly("op4");
        assertThat(report.page(4, 2).nextCursor()).isNull();
        assertThat(report.page(900_000, 200).changes()).isEmpty();
    }

    private static Asked once(Input input) {
        return new Asked(input, Decision.failed("for a test"), 1);
    }

    private void ask(int times, String user, String role, String action) {
        for (int i = 0; i < times; i++) {
            decisions.decide(asks("shop", user, role, action));
        }
    }

    private void record(Settings settings) {
        List<RecordedQuestion> drawn = RecordingQuestions.drawn(decisions.drain(), new Random(7));
        fixture.questions(settings, store -> {
            store.add(drawn);
            store.forget();
            return true;
        });
    }

    private List<RecordedQuestion> recorded() {
        return fixture.questions(KEPT, StoringQuestions::latest);
    }
}
