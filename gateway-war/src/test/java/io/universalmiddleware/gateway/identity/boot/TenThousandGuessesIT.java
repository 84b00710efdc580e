package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.password.CountedPasswords;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever guesses passwords ten thousand times is let guess as often as the budgets say, and the owner gets in all the same. */
@ExtendWith(Backends.class)
class TenThousandGuessesIT {
    private static final int GUESSES = 10_000;
    private static final String ANN = "ann@example.org";
    private static final String HOME = "192.0.2.7";
    private static final String ELSEWHERE = "192.0.2.8";
    private static final String GUESSER = "198.51.100.1";

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final CountedPasswords counted = new CountedPasswords();
    private IdentityFixture fixture;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        new FactorFixture(fixture).account(ANN);
        assertThat(logIn(ANN, PASSWORD, HOME)).isInstanceOf(Outcome.In.class);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void atOneAccountFromAsManyAddresses() {
        Map<Outcome, Long> outcomes =
                guessed(i -> logIn(ANN, "guess number %d".formatted(i), "10.0.%d.%d".formatted(i / 250, i % 250)));

        isLetGuess(5, Duration.ofSeconds(30), outcomes);
        assertThat(logIn(ANN, PASSWORD, HOME)).as("where she was before").isInstanceOf(Outcome.In.class);
        assertThat(logIn(ANN, PASSWORD, ELSEWHERE)).isEqualTo(new Outcome.TooMany(Duration.ofSeconds(30)));
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(logIn(ANN, PASSWORD, ELSEWHERE)).as("as long as was said").isInstanceOf(Outcome.In.class);
    }

    @Test
    void fromOneAddressAtAsManyAccounts() {
        Map<Outcome, Long> outcomes =
                guessed(i -> logIn("user%d@example.org".formatted(i), "guess number %d".formatted(i), GUESSER));

        isLetGuess(20, Duration.ofSeconds(2), outcomes);
        assertThat(logIn(ANN, PASSWORD, ELSEWHERE)).isInstanceOf(Outcome.In.class);
        assertThat(logIn(ANN, PASSWORD, GUESSER))
                .as("behind the same address")
                .isEqualTo(new Outcome.TooMany(Duration.ofSeconds(2)));
        fixture.clock.advance(Duration.ofSeconds(2));
        assertThat(logIn(ANN, PASSWORD, GUESSER)).as("as long as was said").isInstanceOf(Outcome.In.class);
    }

    private void isLetGuess(int guesses, Duration again, Map<Outcome, Long> outcomes) {
        assertThat(outcomes)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new Outcome.Wrong(), (long) guesses, new Outcome.TooMany(again), (long) GUESSES - guesses));
        assertThat(counted.hashes()).as("hers, and those that were let").isEqualTo(1 + guesses);
    }

    private Map<Outcome, Long> guessed(IntFunction<Outcome> guess) {
        List<CompletableFuture<Outcome>> all = IntStream.range(0, GUESSES)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> guess.apply(i), threads))
                .toList();
        return all.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private Outcome logIn(String email, String password, String address) {
        return fixture.inTransaction(
                u -> new LoggingIn(u.attempts(), counted.passwords(), u.accounts(), u.admission(), fixture.settings)
                        .logIn(TENANT, new Email(email), password, new Client(address, "")));
    }
}
