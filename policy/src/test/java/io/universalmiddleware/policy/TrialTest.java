package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Input INPUT = EmbeddedEngineTest.input("shop", "readView", null, "user");

    private final PolicyData data = PolicyData.builtIn("operator");

    @Test
    void decidesAsTheEngineWould() {
        try (Trial trial = new Trial(null, data, PATIENCE)) {
            assertThat(trial.load()).isEmpty();
            assertThat(trial.decide(INPUT).allowed()).isTrue();
            assertThat(trial.decide(EmbeddedEngineTest.input("shop", "readView", null))
                            .allowed())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0asm", "\0asm\1\0\0\0", "PK\3\4", "package um.authz"})
    void saysWhatIsNoPolicy(String bytes) {
        try (Trial trial = new Trial(bytes.getBytes(StandardCharsets.ISO_8859_1), data, PATIENCE)) {
            assertThat(trial.load()).isPresent();
            for (int i = 0; i < 5; i++) {
                assertThat(trial.decide(INPUT).outcome()).isEqualTo(Decision.Outcome.FAILED);
            }
        }
    }
}
