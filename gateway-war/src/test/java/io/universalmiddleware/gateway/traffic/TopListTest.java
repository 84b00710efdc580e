package io.universalmiddleware.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopListTest {
    private static final int MOST_PLACES = 16;

    @Property(tries = 1_000)
    void aCountIsNeverTooSmallAndTooLargeByWhatIsSaidAtMost(
            @ForAll @Size(max = 300) List<@IntRange(max = 40) Integer> keys,
            @ForAll @IntRange(min = 1, max = MOST_PLACES) int places) {
        TopList list = of(places, keys);
        Map<String, Long> exact = new HashMap<>();
        keys.forEach(key -> exact.merge("k" + key, 1L, Long::sum));

        assertThat(list.first(100)).hasSizeLessThanOrEqualTo(places).allSatisfy(place -> {
            long known = exact.getOrDefault(place.key(), 0L);
            assertThat(place.requests() - place.over()).isLessThanOrEqualTo(known);
            assertThat(place.failures()).isLessThanOrEqualTo(known);
        });
        assertThat(list.first(100).stream().mapToLong(TopList.Place::requests).sum())
                .isEqualTo(keys.size());
    }

    @Property(tries = 1_000)
    void whoeverAsksMoreOftenThanOneInThePlacesIsInIt(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 60) Integer> keys,
            @ForAll @IntRange(min = 1, max = MOST_PLACES) int places) {
        TopList list = of(places, keys);
        Map<String, Long> exact = new HashMap<>();
        keys.forEach(key -> exact.merge("k" + key, 1L, Long::sum));

        exact.forEach((key, count) -> {
            if (count > keys.size() / places) {
                assertThat(list.first(places)).anySatisfy(place -> {
                    assertThat(place.key()).isEqualTo(key);
                    assertThat(place.requests()).isGreaterThanOrEqualTo(count);
                });
            }
        });
    }

    @Test
    void aMillionStrangersNeitherFillMemoryNorHideWhoAsksMost() {
        TopList list = new TopList(128);
        for (int i = 0; i < 1_000_000; i++) {
            list.count(i % 10 == 0 ? "heavy" : "stranger-" + i, i % 20 == 0, 5);
        }

        assertThat(list.first(1_000)).hasSize(128);
        TopList.Place first = list.first(1).get(0);
        assertThat(first.key()).isEqualTo("heavy");
        assertThat(first.requests()).isBetween(100_000L, 100_000 + first.over());
        assertThat(first.failures()).isEqualTo(50_000);
    }

    private static TopList of(int places, List<Integer> keys) {
        TopList list = new TopList(places);
        keys.forEach(key -> list.count("k" + key, key % 2 == 0, 1));
        return list;
    }
}
