package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {

    @Test
    void readsWhatResponsesSay() {
        Directives said = of("public, max-age=60 , S-MaxAge=\"30\",must-revalidate", "stale-while-revalidate=5");

        assertThat(said.isPublic()).isTrue();
        assertThat(said.maxAge()).isEqualTo(60);
        assertThat(said.sharedMaxAge()).isEqualTo(30);
        assertThat(said.mustRevalidate()).isTrue();
        assertThat(said.staleWhileRevalidate()).isEqualTo(5);
        assertThat(said.staleIfError()).isEqualTo(ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=abc, 0",
        "max-age=-5, 0",
        "max-age=1.5, 0",
        "max-age, 0",
        "max-age=99999999999999999999, 2147483647"
    })
    void anInvalidLifetimeIsNone(String text, long seconds) {
        assertThat(of(text).maxAge()).isEqualTo(seconds);
    }

    @Test
    void ofTwoThatContradictTheFirstCounts() {
        assertThat(of("max-age=10, max-age=20").maxAge()).isEqualTo(10);
    }

    @Test
    void namedFieldsMakeADirectiveConcernThemAlone() {
        Directives said = of("no-cache=\"Set-Cookie, X-A\", private=\"X-B\"");

        assertThat(said.noCache()).isFalse();
        assertThat(said.isPrivate()).isFalse();
        assertThat(said.unshared()).containsExactly("set-cookie", "x-a", "x-b");
    }

    @Test
    void namesOfNothingAreNoNames() {
        assertThat(of("private=\"\"").isPrivate()).isTrue();
    }

    @Test
    void aCommaInQuotesSeparatesNothing() {
        Directives said = of("extension=\"a, no-store, \\\"b\", max-age=7");

        assertThat(said.noStore()).isFalse();
        assertThat(said.maxAge()).isEqualTo(7);
    }

    @Test
    void staleWithoutANumberIsAnyStale() {
        assertThat(of("max-stale").maxStale()).isEqualTo(Directives.MOST);
        assertThat(of("max-stale=3").maxStale()).isEqualTo(3);
    }

    @Property
    void nothingBreaksIt(@ForAll @StringLength(max = 80) String text) {
        assertThat(of(text).maxAge()).isBetween(ABSENT, Directives.MOST);
    }

    @Property
    void aTargetedFieldSaysTheSame(@ForAll @IntRange(min = 0) int seconds, @ForAll boolean noStore) {
        String text = "max-age=" + seconds + (noStore ? ", no-store" : "");

        assertThat(TargetedDirectives.of(List.of(text))).contains(of(text));
    }

    @Property
    void nothingBreaksATargetedField(@ForAll @StringLength(max = 80) String text) {
        TargetedDirectives.of(List.of(text))
                .ifPresent(said -> assertThat(said.maxAge()).isBetween(ABSENT, Directives.MOST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "max-age=60,",
                "Max-Age=60",
                "max-age=60 no-store",
                "max-age=\"60",
                "max-age=",
                ",a",
                "a=?2",
                "é",
                "a;B"
            })
    void aTargetedFieldThatDoesNotParseIsAbsentWhole(String text) {
        assertThat(TargetedDirectives.of(List.of(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=60;x=1', 60",
        "'max-age=1, max-age=2', 2",
        "'max-age=\"60\"', 0",
        "'max-age=60.5', 0",
        "'max-age', 0",
        "'no-store=?0, max-age=3', 3",
        "'a=(1 \"b\";c d), max-age=4', 4",
        "'a=:YQ==:, max-age=5', 5"
    })
    void aTargetedFieldIsADictionary(String text, long seconds) {
        Directives said = TargetedDirectives.of(List.of(text)).orElseThrow();

        assertThat(said.maxAge()).isEqualTo(seconds);
        assertThat(said.noStore()).isFalse();
    }

    private static Directives of(String... values) {
        return Directives.of(List.of(values));
    }
}
