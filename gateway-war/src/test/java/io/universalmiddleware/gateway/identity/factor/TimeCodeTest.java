package io.universalmiddleware.gateway.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeCodeTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111);

    /** RFC 6238, appendix B, the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void isWhatTheStandardSays(long seconds, String code) {
        assertThat(TimeCode.of(SECRET, TimeCode.step(Instant.ofEpochSecond(seconds))))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void isTakenOneStepFromNow(long apart) {
        long step = TimeCode.step(NOW) + apart;

        assertThat(TimeCode.stepOf(SECRET, TimeCode.of(SECRET, step), NOW)).isEqualTo(OptionalLong.of(step));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3, -2, 2, 3})
    void isNotTakenFurtherAway(long apart) {
        assertThat(TimeCode.stepOf(SECRET, TimeCode.of(SECRET, TimeCode.step(NOW) + apart), NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "050472", "50471", "0050471", "050471 ", "٠٥٠٤٧١", "-50471"})
    void nothingElseIsTaken(String code) {
        assertThat(TimeCode.stepOf(SECRET, code, NOW)).isEmpty();
    }

    @Test
    void anothersSecretHasOtherCodes() {
        byte[] other = "12345678901234567891".getBytes(StandardCharsets.US_ASCII);

        assertThat(TimeCode.stepOf(other, "050471", NOW)).isEmpty();
    }
}
