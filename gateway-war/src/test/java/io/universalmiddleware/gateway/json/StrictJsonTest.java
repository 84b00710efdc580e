package io.universalmiddleware.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.http.Checked;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEBIBYTE = 1_048_576;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} x",
                "{} {}",
                "",
                " ",
                "{\"a\":1e999999999}",
                "{\"a\":1e-999999999}",
                "NaN",
                "{'a':1}",
                "[1,]",
                "\"\\uD800",
                "// comment\n{}",
                "{\"a\":01}"
            })
    void refuses(String text) {
        assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Checked.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1.10}",
                "12345678901234567890.123456789012345678901",
                "{\"a\":1E+2}",
                "null",
                "[]",
                "\"ü\""
            })
    void keepsWhatItTakes(String text) {
        Checked<JsonNode> read = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(read).isInstanceOf(Checked.Usable.class);
        String written = new String(
                StrictJson.write(((Checked.Usable<JsonNode>) read).value(), 1_000_000)
                        .orElseThrow(),
                StandardCharsets.UTF_8);
        assertThat(written).isEqualTo(text);
    }

    static Stream<String> bombs() {
        return Stream.of(
                "[".repeat(MEBIBYTE),
                "{\"a\":".repeat(MEBIBYTE / 5),
                "[" + "[],".repeat(MEBIBYTE / 3) + "1]",
                "[" + "0,".repeat(MEBIBYTE / 2) + "0]",
                "1".repeat(MEBIBYTE),
                "0." + "1".repeat(MEBIBYTE),
                "{\"" + "a".repeat(MEBIBYTE) + "\":1}",
                "[" + "1e999999999,".repeat(MEBIBYTE / 12) + "1]");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombsAreRefusedInNoTime(String text) {
        byte[] bomb = text.getBytes(StandardCharsets.UTF_8);
        StrictJson.read(bomb);
        StrictJson.read(bomb);

        Duration fastest = Stream.generate(() -> {
                    long start = THREADS.getCurrentThreadCpuTime();
                    assertThat(StrictJson.read(bomb)).isInstanceOf(Checked.Refused.class);
                    return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
                })
                .limit(3)
                .min(Duration::compareTo)
                .orElseThrow();

        assertThat(fastest).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void tellsWhereAndNotWhat() {
        Checked<JsonNode> read = StrictJson.read("{\"secret\":hunter2}".getBytes(StandardCharsets.UTF_8));

        assertThat(((Checked.Refused<JsonNode>) read).refusal().detail())
                .doesNotContain("hunter")
                .contains("at byte");
    }

    @Property
    void whateverComesIsReadOrRefused(@ForAll byte[] bytes) {
        assertThat(StrictJson.read(bytes)).isNotNull();
    }
}
