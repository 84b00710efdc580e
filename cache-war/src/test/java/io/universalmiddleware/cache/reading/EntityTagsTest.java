package io.universalmiddleware.cache.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.cache.view.ViewValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
    @Test
    void theTagIsTheVersion() {
        assertThat(EntityTags.of(new ViewValue(7, "{}"))).isEqualTo("\"v7\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"v7\"|true",
                "W/\"v7\"|true",
                "\"v6\", \"v7\"|true",
                "*|true",
                "\"v6\"|false",
                "v7|false",
                "''|false",
                "|false"
            })
    void matchesWeaklyAndInLists(String ifNoneMatch, boolean matches) {
        assertThat(EntityTags.matches(ifNoneMatch, "\"v7\"")).isEqualTo(matches);
    }
}
