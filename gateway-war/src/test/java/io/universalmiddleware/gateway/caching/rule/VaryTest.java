package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaryTest {
    private static final Vary CODING = Vary.of(FieldList.of("Vary", "Accept-Encoding"));

    @ParameterizedTest
    @CsvSource({
        "'gzip, br', 'br,gzip', true",
        "'gzip;q=0.5, br', 'br , gzip', true",
        "'gzip', 'x-gzip', true",
        "'gzip, foo', 'gzip', true",
        "'gzip, br;q=0', 'gzip', true",
        "'gzip, br', 'gzip', false",
        "'*', 'gzip', false",
        "'gzip, identity;q=0', 'gzip', false",
    })
    void requestsThatTakeTheSameCodingsHaveTheSameKey(String one, String other, boolean same) {
        assertThat(CODING.key(FieldList.of("Accept-Encoding", one))
                        .equals(CODING.key(FieldList.of("accept-encoding", other))))
                .isEqualTo(same);
    }

    @Test
    void whiteSpaceAndCaseOfLanguagesTellNothingApart() {
        Vary vary = Vary.of(FieldList.of("Vary", "Accept-Language"));

        assertThat(vary.key(FieldList.of("Accept-Language", "de-DE , en;q=0.5")))
                .isEqualTo(vary.key(FieldList.of("Accept-Language", "de-de", "Accept-Language", "en; q=0.5")));
    }

    @Test
    void anAbsentFieldIsNotAnEmptyKeyOfAnotherField() {
        Vary vary = Vary.of(FieldList.of("Vary", "A, B"));

        assertThat(vary.key(FieldList.of("A", "x"))).isNotEqualTo(vary.key(FieldList.of("B", "x")));
    }

    @Test
    void namesAreJoinedWithoutRegardToOrder() {
        Vary one = Vary.of(FieldList.of("Vary", "B, a", "Vary", "A"));

        assertThat(one.names()).containsExactly("a", "b");
        assertThat(one.and(Vary.of(FieldList.of("Vary", "c"))).names()).containsExactly("a", "b", "c");
        assertThat(one.and(Vary.NOTHING)).isSameAs(one);
    }

    @Property
    void orderOfCodingsIsNoDifference(@ForAll("codings") List<String> codings, @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(codings);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(CODING.key(FieldList.of("Accept-Encoding", String.join(", ", shuffled))))
                .isEqualTo(CODING.key(FieldList.of("Accept-Encoding", String.join(",", codings))));
    }

    @Provide
    Arbitrary<List<String>> codings() {
        return Arbitraries.of("gzip", "br", "zstd", "deflate", "identity", "gzip;q=0", "br;q=0.3", "foo")
                .list()
                .ofMaxSize(6)
                .filter(list -> !(list.contains("gzip") && list.contains("gzip;q=0")));
    }
}
