package io.universalmiddleware.gateway.policy;

import static io.universalmiddleware.gateway.policy.Policies.asks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TryingTest {
    private static final String CASES = """
            [{"name":"ann reads","input":{"tenant":"shop","user":"ann","roles":["user"],"action":"readView"},"allow":true},
             {"name":"mallory does not","input":{"tenant":"shop","user":"mallory","roles":["user"],"action":"readView"},"allow":false}]""";

    private final Trying trying = new Trying(Policies.decisions(Policies.PLATFORMS));

    @Test
    void tellsOfEachTestCaseWhetherItPasses() {
        TestReport office = trying.test(Policies.content(Policies.office(), null, CASES));
        TestReport platforms = trying.test(Policies.content(null, null, CASES));

        assertThat(office.passed()).isTrue();
        assertThat(office.cases()).extracting(TestReport.Result::outcome).containsExactly("allowed", "denied");
        assertThat(platforms.passed()).isFalse();
        assertThat(platforms.cases()).extracting(TestReport.Result::passed).containsExactly(true, false);
    }

    @Test
    void testCasesAreDecidedByTheVersionsOwnGrants() {
        assertThat(trying.test(Policies.content(null, Policies.WITHOUT_VIEWS, CASES))
                        .cases())
                .extracting(TestReport.Result::outcome)
                .containsExactly("denied", "denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0asm", "\0asm\1\0\0\0", "not at all"})
    void refusesWhatIsNoPolicy(String module) {
        PolicyContent content = Policies.content(module.getBytes(StandardCharsets.ISO_8859_1), null, "[]");

        assertThatThrownBy(() -> trying.check(content)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().violations())
                    .extracting(Violation::pointer)
                    .containsExactly("/module");
        });
        trying.check(Policies.content(Policies.office(), null, "[]"));
    }

    @Test
    void aDecisionThatComesToNoEndIsEnded() {
        PolicyData data = PolicyData.builtIn("operator");
        try (Trial trial = new Trial(Policies.office(), data, Duration.ofMillis(300))) {
            assertThat(trial.load()).isEmpty();
            Decision decision = trial.decide(asks("shop", "sloth", "nothing", "readView"));

            assertThat(decision.outcome()).isEqualTo(Decision.Outcome.FAILED);
            assertThat(decision.allowed()).isFalse();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("um-policy-trial")));
    }

    @Test
    void saysWhatSomebodyCouldNotDo() {
        assertThat(trying.denied(
                        Policies.content(null, Policies.WITHOUT_VIEWS, "[]"),
                        List.of(
                                asks("operator", "olga", "admin", "activatePolicy"),
                                asks("operator", "olga", "admin", "deletePolicy"))))
                .extracting(input -> input.action())
                .containsExactly("deletePolicy");
    }
}
