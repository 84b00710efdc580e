package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.gateway.versioning.VersionCallers.Caller;
import io.universalmiddleware.persistence.configuration.VersionCallerRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class VersionCallsIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final ControlFixture fixture;

    VersionCallsIT(PostgresBackend postgres) {
        fixture = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.database().transact(s -> s.update("TRUNCATE version_caller", statement -> {}));
        fixture.close();
    }

    @Test
    void callsOfAllNodesAreAddedTheBusiestFirst() {
        add(of("till", 3, NOON), of("shop", 4, NOON));
        add(of("till", 2, NOON.minusSeconds(60)), new Caller("other", "orders", "1", "till", 9, NOON, NOON));

        assertThat(told())
                .containsExactly(
                        new Caller("acme", "orders", "1", "till", 5, NOON.minusSeconds(60), NOON), of("shop", 4, NOON));
    }

    @Test
    void theNodesTogetherTellNoMoreCallersOfAVersionApartThanOne() {
        add(IntStream.range(0, VersionCallers.MAX)
                .mapToObj(i -> of("caller-" + i, 1, NOON))
                .toArray(Caller[]::new));
        add(of("one more", 7, NOON), of("another", 8, NOON), of("caller-1", 20, NOON));

        assertThat(told())
                .hasSize(VersionCallers.MAX + 1)
                .startsWith(of("caller-1", 21, NOON), of(VersionCallers.OTHERS, 15, NOON));
    }

    @Test
    void whoHasNotCalledForLongIsForgotten() {
        add(of("gone", 3, NOON.minus(VersionCalls.KEPT).minusMillis(1)), of("there", 1, NOON.minus(VersionCalls.KEPT)));

        assertThat(call(VersionCalls::forget)).isFalse();

        assertThat(told()).extracting(Caller::caller).containsExactly("there");
    }

    private void add(Caller... counted) {
        call(calls -> {
            calls.add(List.of(counted));
            return true;
        });
    }

    private List<Caller> told() {
        return call(calls -> calls.of("acme"));
    }

    private <T> T call(Function<VersionCalls, T> work) {
        return fixture.database()
                .inTransaction(s -> work.apply(
                        new VersionCalls(new VersionCallerRepository(s), Clock.fixed(NOON, ZoneOffset.UTC))));
    }

    private static Caller of(String caller, long calls, Instant at) {
        return new Caller("acme", "orders", "1", caller, calls, at, at);
    }
}
