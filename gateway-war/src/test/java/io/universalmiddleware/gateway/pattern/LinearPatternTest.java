package io.universalmiddleware.gateway.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((x{9}){99}){99})",
                "a{1001}",
                "((a{1000})\\Q(\\E){1000}",
                "([(]a{500}){500}",
                "(?:(?:a{100}){100})",
                "(a{30}){0,40}"
            })
    void refusesWhatWouldCompileToTooMuch(String text) {
        assertThatThrownBy(() -> LinearPattern.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> LinearPattern.of("(".repeat(400) + "a" + ")".repeat(400)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a{2", "[a", "(?=a)", "(a)\\1", "*a"})
    void saysWhatIsNoPatternOfItsSyntax(String text) {
        try {
            LinearPattern.of(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("expected");
            return;
        }
        assertThat(text).as("taken as plain text").isEqualTo("a{2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/orders/(\\d{4})-(\\d{2})$",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "^[a-z]{1,255}$",
                "(?P<name>[^/]+)/x*",
                "[]a](b|c)+?"
            })
    void takesOrdinaryPatterns(String text) {
        assertThat(LinearPattern.of(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "^(a|a)*$", "(a|aa)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void whatIsExponentialElsewhereIsDoneWithFiftyKilobytesInNoTime(String text) {
        LinearPattern pattern = LinearPattern.of(text);
        String hostile = "a".repeat(50_000) + "!";
        pattern.foundIn(hostile);

        long start = System.nanoTime();
        pattern.foundIn(hostile);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Property(tries = 3000)
    void neverFailsInAnotherWay(
            @ForAll @StringLength(max = 40) @CharRange(from = '(', to = '0') @CharRange(from = '[', to = '}')
                    String text) {
        try {
            LinearPattern.of(text).foundIn("/a/b/c");
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("expected");
        }
    }
}
