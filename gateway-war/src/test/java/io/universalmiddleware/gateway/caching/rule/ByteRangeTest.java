package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final String MODIFIED = HttpDate.format(1_700_000_000_000L);
    private static final FieldList STORED =
            FieldList.of("ETag", "\"a\"", "Last-Modified", MODIFIED, "Date", HttpDate.format(1_700_000_100_000L));

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, 'bytes 0-4/10'",
        "bytes=5-, 'bytes 5-9/10'",
        "bytes=-3, 'bytes 7-9/10'",
        "bytes=-30, 'bytes 0-9/10'",
        "bytes=8-99, 'bytes 8-9/10'",
        "Bytes=0-0, 'bytes 0-0/10'",
        "bytes=10-, 'bytes */10'",
        "bytes=99-100, 'bytes */10'",
        "bytes=-0, 'bytes */10'",
        "bytes=0-99999999999999999999, 'bytes 0-9/10'",
    })
    void aRangeIsCutToTheBody(String asked, String contentRange) {
        ByteRange range = ByteRange.of(FieldList.of("Range", asked), STORED, 10);

        assertThat(range).isNotNull();
        assertThat(range.contentRange(10)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=4-2",
                "bytes=0-1,4-5",
                "items=0-4",
                "bytes=0",
                "0-4",
                "bytes=+1-2"
            })
    void whatIsNoSingleRangeAsksForTheWhole(String asked) {
        assertThat(ByteRange.of(FieldList.of("Range", asked), STORED, 10)).isNull();
    }

    @Test
    void aConditionThatDoesNotHoldAsksForTheWhole() {
        assertThat(range("\"a\"")).isNotNull();
        assertThat(range("W/\"a\"")).isNull();
        assertThat(range("\"b\"")).isNull();
        assertThat(range(MODIFIED)).isNotNull();
        assertThat(range(HttpDate.format(1_700_000_050_000L))).isNull();
        assertThat(range("nonsense")).isNull();
    }

    @Property
    void aRangeLiesWithinTheBody(
            @ForAll @IntRange(max = 50) int from,
            @ForAll @IntRange(max = 50) int to,
            @ForAll @IntRange(max = 40) int length) {
        ByteRange range = ByteRange.of(FieldList.of("Range", "bytes=" + from + '-' + to), STORED, length);

        if (range == null) {
            assertThat(to).isLessThan(from);
        } else if (range.isSatisfiable()) {
            assertThat(range.from()).isEqualTo(from);
            assertThat(range.to()).isEqualTo(Math.min(length, to + 1));
        } else {
            assertThat(from).isGreaterThanOrEqualTo(length);
        }
    }

    @Property
    void nothingBreaksIt(@ForAll @StringLength(max = 30) String text) {
        ByteRange range = ByteRange.of(new Spelled("bytes=" + text), STORED, 10);

        assertThat(range == null || (range.from() >= 0 && range.to() <= 10)).isTrue();
    }

    private static ByteRange range(String condition) {
        return ByteRange.of(FieldList.of("Range", "bytes=0-1", "If-Range", condition), STORED, 10);
    }
}
