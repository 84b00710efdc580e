package io.universalmiddleware.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LogTextTest {

    @Property(tries = 2_000)
    void whateverComesIsOneBoundedLineThatAnyStoreTakes(@ForAll @StringLength(max = 80) String text) {
        String fit = LogText.fit(text, 40);

        assertThat(fit).hasSizeLessThanOrEqualTo(40).doesNotContain("\0", "\r", "\n", "\u2028", "\u202E", "\u001B");
        assertThat(fit.chars()).noneMatch(Character::isISOControl);
        assertThat(new String(
                        fit.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(fit);
    }

    @Test
    void whatIsFitStaysAsItIs() {
        assertThat(LogText.fit("/käse/🧀?", 40)).isEqualTo("/käse/🧀?");
        assertThat(LogText.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(LogText.fit("ab🧀f", 4)).isEqualTo("ab\uFFFD…");
        assertThat(LogText.fit("a\0b\r\nc\u001B[2J", 40)).isEqualTo("a\uFFFDb\uFFFD\uFFFDc\uFFFD[2J");
    }
}
