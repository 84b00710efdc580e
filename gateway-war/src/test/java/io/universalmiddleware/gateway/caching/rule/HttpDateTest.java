package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void readsAllThreeForms(String text) {
        assertThat(HttpDate.parse(text)).hasValue(784_111_777_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 36 Nov 1994 08:49:37 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 8:49:37 GMT"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Property
    void readsWhatItWrites(@ForAll @LongRange(max = 253_402_300_799L) long seconds) {
        assertThat(HttpDate.parse(HttpDate.format(seconds * 1000 + 999))).hasValue(seconds * 1000);
    }

    @Property
    void nothingBreaksIt(@ForAll @StringLength(max = 70) String text) {
        assertThat(HttpDate.parse(text)).isNotNull();
    }
}
