package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {

    @Test
    void anIdempotencyKeyIsPlainOrAStructuredString() {
        assertThat(IdempotencyKey.parse(null)).isEmpty();
        assertThat(IdempotencyKey.parse("8e03978e-40d5")).contains(new IdempotencyKey("8e03978e-40d5"));
        assertThat(IdempotencyKey.parse(" \"8e03978e-40d5\" ")).contains(new IdempotencyKey("8e03978e-40d5"));
        assertThat(IdempotencyKey.parse("\"a\\\"b\"")).contains(new IdempotencyKey("a\"b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "a b", "a\nb", "é"})
    void refusesOtherIdempotencyKeys(String header) {
        assertThatThrownBy(() -> IdempotencyKey.parse(header)).isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesAnIdempotencyKeyThatIsTooLong() {
        assertThat(IdempotencyKey.parse("k".repeat(255))).isPresent();
        assertThatThrownBy(() -> IdempotencyKey.parse("k".repeat(256))).isInstanceOf(ProblemException.class);
    }

    @Test
    void readsTheWaitPreferenceAmongOthersAndBoundsIt() {
        assertThat(WaitPreference.parse(List.of("respond-async, wait=5"))).contains(new WaitPreference(5));
        assertThat(WaitPreference.parse(List.of("return=minimal", "Wait = \"7\"")))
                .contains(new WaitPreference(7));
        assertThat(WaitPreference.parse(List.of("wait=100"))).contains(new WaitPreference(30));
    }

    @Test
    void ignoresAWaitPreferenceThatIsNotValid() {
        assertThat(WaitPreference.parse(List.of())).isEmpty();
        assertThat(WaitPreference.parse(List.of("wait", "wait=soon", "await=5", "wait=-1")))
                .isEmpty();
    }
}
