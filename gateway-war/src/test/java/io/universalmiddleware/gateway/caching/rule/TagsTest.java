package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagsTest {

    @Test
    void areThoseOfTheRouteAndOfBothFields() {
        FieldList fields = FieldList.of("Surrogate-Key", "a  b", "Cache-Tag", "c d, e,,", "surrogate-key", "b f");

        assertThat(Tags.of(fields, List.of("r"))).containsExactly("r", "a", "b", "f", "c d", "e");
    }

    @Test
    void tooManyOrTooLongOnesCannotBeKept() {
        Set<String> many =
                IntStream.rangeClosed(0, Tags.MOST).mapToObj(Integer::toString).collect(Collectors.toSet());

        assertThat(Tags.areFew(many)).isFalse();
        assertThat(Tags.areFew(Set.of("x".repeat(Tags.LONGEST + 1)))).isFalse();
        assertThat(Tags.areFew(Set.of("x".repeat(Tags.LONGEST)))).isTrue();
    }

    @Test
    void statusSaysWhatWasDone() {
        assertThat(CacheStatus.hit(30_500)).isEqualTo("um-edge; hit; ttl=30");
        assertThat(CacheStatus.hit(-500)).isEqualTo("um-edge; hit; ttl=-1");
        assertThat(CacheStatus.forwarded("stale", 304, true, true, null))
                .isEqualTo("um-edge; fwd=stale; fwd-status=304; stored; collapsed");
        assertThat(CacheStatus.forwarded("bypass", 0, false, false, "private"))
                .isEqualTo("um-edge; fwd=bypass; detail=private");
    }
}
