package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.persistence.identity.Account;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class AttemptsIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAccountIsGuessedAtSoOftenFromAllOverTheWorldAndThenNowAndAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(at("198.51.100." + i).refusedFor()).isEmpty();
        }
        assertThat(at("203.0.113.1").refusedFor()).contains(Duration.ofSeconds(30));

        fixture.clock.advance(Duration.ofSeconds(30));

        assertThat(at("203.0.113.2").refusedFor()).isEmpty();
        assertThat(at("203.0.113.3").refusedFor()).isPresent();
    }

    @Test
    void theOwnerGetsInFromWhereTheyWereBeforeWhileOthersGuess() {
        Account ann = fixture.account(ANN);
        fixture.sessions(s -> s.begin(ann, new Client("192.0.2.7", ""), List.of("pwd")));
        for (int i = 0; i < 30; i++) {
            at("198.51.100." + i);
        }
        assertThat(at("198.51.100.99").refusedFor()).isPresent();

        assertThat(at("192.0.2.7").refusedFor()).isEmpty();
    }

    @Test
    void addressesOfOneNetworkOfIpv6CountAsOne() {
        int let = 0;
        for (int i = 0; i < 40; i++) {
            String address = "2001:db8:1:2:%x::1".formatted(i + 1);
            let += fixture.attempts(a -> a.from(address)).refusedFor().isEmpty() ? 1 : 0;
        }

        assertThat(let).isEqualTo(20);
    }

    @Test
    void theOwnerIsKnownByTheNetworkOfIpv6() {
        Account ann = fixture.account(ANN);
        fixture.sessions(s -> s.begin(ann, new Client("2001:db8:1:2::7", ""), List.of("pwd")));
        for (int i = 0; i < 30; i++) {
            at("198.51.100." + i);
        }

        assertThat(at("2001:db8:1:3::7").refusedFor()).as("elsewhere").isPresent();
        for (int i = 0; i < 5; i++) {
            assertThat(at("2001:db8:1:2:%x::1".formatted(i + 1)).refusedFor()).isEmpty();
        }
        assertThat(at("2001:db8:1:2:ffff::1").refusedFor())
                .as("one budget for the network")
                .isPresent();
    }

    @Test
    void whatWasRightIsGivenBackAndCountsAmongTheLogins() {
        for (int i = 0; i < 30; i++) {
            Attempt attempt = at("198.51.100.1");
            assertThat(attempt.refusedFor()).as("the %d.", i).isEmpty();
            after(attempt, Attempts::wasRight);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(at("198.51.100.1").refusedFor()).as("a hash each").contains(Duration.ofSeconds(10));
        }

        fixture.clock.advance(Duration.ofSeconds(10));

        assertThat(at("198.51.100.1").refusedFor()).isEmpty();
    }

    @Test
    void whatWasWrongLeavesTheLoginsAlone() {
        for (int i = 0; i < 60; i++) {
            Attempt attempt = at("198.51.100." + i);
            assertThat(attempt.refusedFor()).as("the %d.", i).isEmpty();
            after(attempt, Attempts::wasWrong);
            fixture.clock.advance(Duration.ofSeconds(30));
        }
        for (int i = 0; i < 60; i++) {
            Attempt attempt = at("203.0.113.1");
            assertThat(attempt.refusedFor()).as("the %d.", i).isEmpty();
            after(attempt, Attempts::wasNone);
        }
    }

    @Test
    void guessesAtOnceAreCountedEach() {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<CompletableFuture<Attempt>> all = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> at("198.51.100." + i), threads))
                .toList();

        long let = all.stream()
                .map(CompletableFuture::join)
                .filter(attempt -> attempt.refusedFor().isEmpty())
                .count();
        threads.shutdown();

        assertThat(let).isEqualTo(5);
    }

    private void after(Attempt attempt, BiConsumer<Attempts, Attempt> what) {
        fixture.attempts(a -> {
            what.accept(a, attempt);
            return attempt;
        });
    }

    private Attempt at(String address) {
        return fixture.attempts(a -> a.at(IdentityFixture.TENANT, ANN, address));
    }
}
