package io.universalmiddleware.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.Verdict;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured is what it says: a caller who is known and who may. */
class AccessBenchmarkTest {

    @Test
    void everyQuestionIsAllowed() {
        AccessBenchmark benchmark = new AccessBenchmark();

        assertThat(List.of(benchmark.known(), benchmark.newToken(), benchmark.newQuestion(), benchmark.knownQuestion()))
                .allMatch(decision -> decision.allowed() && !decision.limited());
    }

    @Test
    void tokensAreOfDifferentUsersOfThePlatformsOwn() {
        SignedTokens signed = new SignedTokens();
        TokenVerifier verifier = signed.verifier(Clock.systemUTC());

        assertThat(signed.sign(3).stream().map(verifier::verify))
                .allMatch(verdict -> verdict instanceof Verdict.Valid valid
                        && valid.identity().own())
                .doesNotHaveDuplicates();
    }
}
