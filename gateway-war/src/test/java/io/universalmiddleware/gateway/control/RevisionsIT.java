package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.SHOPKEEPER;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static io.universalmiddleware.gateway.control.ControlFixture.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.Revision;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is a revision, and that it stays one. */
@WithBackends
class RevisionsIT {
    private final ControlFixture control;

    RevisionsIT(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void eachChangeIsARevisionWithWhatItChanged() {
        control.tenant("shop");
        Entry origin = control.create(Kind.ORIGIN, origin("shop", "backend", 9001));
        Changed patched = control.changing(c -> c.patch(
                SHOPKEEPER, Kind.ORIGIN, origin.id().toString(), document("{\"balance\":\"round-robin\"}"), "\"2\""));

        assertThat(patched.revision()).isEqualTo(3);
        Revision revision = control.history(h -> h.find(SHOPKEEPER, 3)).orElseThrow();
        assertThat(revision.actor()).isEqualTo("shop/sam");
        assertThat(revision.action()).isEqualTo("patch origin shop/backend");
        assertThat(Told.told(SHOPKEEPER, revision).changes().get(0).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.path()).isEqualTo("/balance");
                    assertThat(difference.from()).isNull();
                });
    }

    @Test
    void whatChangesNothingIsNoRevision() {
        control.tenant("shop");
        Entry origin = control.create(Kind.ORIGIN, origin("shop", "backend", 9001));

        Changed same = control.changing(
                c -> c.replace(OPERATOR, Kind.ORIGIN, origin.id().toString(), Shape.shown(origin), null));

        assertThat(same.revision()).isEqualTo(2);
        assertThat(control.last()).isEqualTo(2);
    }

    @Test
    void changesAtOnceAreNumberedWithoutGaps() throws Exception {
        control.tenant("shop");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Entry>> made = IntStream.range(0, 80)
                    .mapToObj(i -> callers.submit(() -> control.create(Kind.ORIGIN, origin("shop", "o" + i, 9001))))
                    .toList();
            for (Future<Entry> one : made) {
                one.get();
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(control.source().after(0, 1_000).stream().map(Revision::number))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 81).boxed().toList());
    }

    @Test
    void historyCannotBeChanged() {
        control.tenant("shop");
        for (String sql : List.of("UPDATE config_revision SET actor = 'x'", "DELETE FROM config_revision")) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> control.database().transact(s -> s.update(sql, statement -> {})))
                    .withMessageContaining("append-only");
        }
    }
}
