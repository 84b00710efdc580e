package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.FieldSyntax;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Fields of caching that a fuzzer makes: none is a fault, and what is read of them is in its bounds. */
class CacheHeadersFuzzTest {

    @FuzzTest
    void directivesAreReadWithinTheirBounds(FuzzedDataProvider data) {
        String one = data.consumeString(200);
        String two = data.consumeRemainingAsString();

        Directives apart = Directives.of(List.of(one, two));

        isInBounds(apart);
        boolean quotes = (one + two).indexOf('"') >= 0;
        if (!quotes) {
            assertThat(Directives.of(List.of(one + ", " + two))).isEqualTo(apart);
        }
        TargetedDirectives.of(List.of(one, two)).ifPresent(CacheHeadersFuzzTest::isInBounds);
    }

    @FuzzTest
    void varyNamesFieldsOnce(FuzzedDataProvider data) {
        FieldList response = new FieldList();
        say(response, "Vary", data.consumeString(200));
        say(response, "Vary", data.consumeString(50));
        FieldList request = new FieldList();
        Vary vary = Vary.of(response);
        String value = data.consumeRemainingAsString();
        vary.names().forEach(name -> say(request, name, value));

        assertThat(vary.names())
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(
                        name -> !name.isBlank() && name.indexOf(',') < 0 && name.equals(name.toLowerCase(Locale.ROOT)));
        assertThat(vary.key(request)).isEqualTo(vary.key(FieldList.copyOf(request)));
        assertThat(vary.and(vary)).isEqualTo(vary);
        assertThat(vary.and(Vary.NOTHING)).isEqualTo(vary);
        assertThat(Vary.NOTHING.and(vary)).isEqualTo(vary);
    }

    @FuzzTest
    void aRangeLiesInTheBody(FuzzedDataProvider data) {
        int length = data.consumeInt(0, Integer.MAX_VALUE);
        FieldList request = new FieldList();
        say(request, "Range", (data.consumeBoolean() ? "bytes=" : "") + data.consumeString(100));
        FieldList stored = new FieldList();
        if (data.consumeBoolean()) {
            say(request, "If-Range", data.consumeString(60));
            say(stored, "ETag", data.consumeString(60));
            say(stored, "Date", "Sun, 06 Nov 1994 08:49:37 GMT");
            say(stored, "Last-Modified", data.consumeRemainingAsString());
        }

        ByteRange range = ByteRange.of(request, stored, length);

        if (range != null) {
            assertThat(range.from()).isBetween(0, length);
            assertThat(range.to()).isBetween(0, length);
            assertThat(range.contentRange(length)).matches("bytes (\\d+-\\d+|\\*)/\\d+");
        }
    }

    @FuzzTest
    void aDateIsTheSameWhenItIsWrittenAndReadAgain(FuzzedDataProvider data) {
        OptionalLong read = HttpDate.parse(data.consumeRemainingAsString());

        if (read.isPresent()) {
            assertThat(HttpDate.parse(HttpDate.format(read.getAsLong()))).isEqualTo(read);
        }
    }

    @FuzzTest
    void aTagIsAmongListsThatHaveIt(FuzzedDataProvider data) {
        String before = data.consumeString(50);
        EntityTag tag = EntityTag.of(data.consumeString(50));
        String any = data.consumeRemainingAsString();

        if (tag != null) {
            tag.isAmong(List.of(before, any));
            assertThat(tag.isAmong(List.of(before, "\"x\", " + tag.opaque()))).isTrue();
            assertThat(tag.isWeakly(EntityTag.of((tag.weak() ? "W/" : "") + tag.opaque())))
                    .isTrue();
        }
    }

    /** Adds a field if it is one that a message can have. */
    private static void say(FieldList fields, String name, String value) {
        if (FieldSyntax.isToken(name) && FieldSyntax.isValue(value)) {
            fields.add(name, value);
        }
    }

    private static void isInBounds(Directives read) {
        assertThat(List.of(
                        read.maxAge(),
                        read.sharedMaxAge(),
                        read.maxStale(),
                        read.minFresh(),
                        read.staleWhileRevalidate(),
                        read.staleIfError()))
                .allMatch(seconds -> seconds >= Directives.ABSENT && seconds <= Directives.MOST);
        assertThat(read.unshared()).allMatch(name -> !name.isBlank() && name.indexOf(',') < 0);
    }
}
