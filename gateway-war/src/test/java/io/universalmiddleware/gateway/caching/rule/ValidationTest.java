package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private static final String MODIFIED = HttpDate.format(1_700_000_000_000L);

    @ParameterizedTest
    @CsvSource({
        "'\"a\"', '\"a\"', true",
        "'W/\"a\"', '\"a\"', true",
        "'\"a\"', 'W/\"a\"', true",
        "'\"a\"', '\"b\", \"a\"', true",
        "'\"a,b\"', '\"x\", \"a,b\"', true",
        "'\"a\"', '*', true",
        "'\"a\"', '\"b\"', false",
        "'\"a\"', 'a', false",
        "'\"a\"', '\"ab\"', false",
    })
    void aTagThatTheClientHasIsNotModified(String stored, String asked, boolean notModified) {
        assertThat(Preconditions.isNotModified(FieldList.of("If-None-Match", asked), FieldList.of("ETag", stored)))
                .isEqualTo(notModified);
    }

    @Test
    void aDateCountsOnlyWhereNoTagIsAskedFor() {
        FieldList stored = FieldList.of("ETag", "\"a\"", "Last-Modified", MODIFIED);

        assertThat(Preconditions.isNotModified(FieldList.of("If-Modified-Since", MODIFIED), stored))
                .isTrue();
        assertThat(Preconditions.isNotModified(
                        FieldList.of("If-Modified-Since", MODIFIED, "If-None-Match", "\"b\""), stored))
                .isFalse();
        assertThat(Preconditions.isNotModified(
                        FieldList.of("If-Modified-Since", HttpDate.format(1_600_000_000_000L)), stored))
                .isFalse();
        assertThat(Preconditions.isNotModified(FieldList.of("If-Modified-Since", "yesterday"), stored))
                .isFalse();
    }

    @Test
    void aClientsConditionsStayBehindAndTheCachesOwnAreSent() {
        FieldList request = FieldList.of(
                "If-None-Match",
                "\"x\"",
                "If-Modified-Since",
                "y",
                "Range",
                "bytes=0-1",
                "If-Range",
                "\"x\"",
                "Accept",
                "z");
        Preconditions.remove(request);

        assertThat(request.toString()).isEqualTo("[Accept]");
        assertThat(Preconditions.validate(request, FieldList.of("ETag", "W/\"a\"", "Last-Modified", MODIFIED)))
                .isTrue();
        assertThat(request.get("If-None-Match")).isEqualTo("W/\"a\"");
        assertThat(request.get("If-Modified-Since")).isEqualTo(MODIFIED);
        assertThat(Preconditions.validate(new FieldList(), new FieldList())).isFalse();
    }

    @Test
    void whatOnlyTheOriginCanDecideGoesThere() {
        assertThat(Preconditions.areForTheOrigin(FieldList.of("If-Match", "\"a\"")))
                .isTrue();
        assertThat(Preconditions.areForTheOrigin(FieldList.of("If-Unmodified-Since", MODIFIED)))
                .isTrue();
        assertThat(Preconditions.areForTheOrigin(FieldList.of("If-None-Match", "\"a\"")))
                .isFalse();
    }

    @Test
    void aConfirmationReplacesFieldsButNotWhatDescribesTheBody() {
        FieldList stored = FieldList.of(
                "Content-Type",
                "text/plain",
                "Cache-Control",
                "max-age=1",
                "ETag",
                "\"a\"",
                "X-Old",
                "1",
                "Set-Cookie",
                "s");
        FieldList confirmation = FieldList.of(
                "Content-Type",
                "text/html",
                "Cache-Control",
                "max-age=9",
                "etag",
                "\"a\"",
                "Content-Length",
                "0",
                "X-New",
                "2");

        FieldList merged = Freshening.merge(stored, confirmation);

        assertThat(merged.get("Content-Type")).isEqualTo("text/plain");
        assertThat(merged.all("Cache-Control")).containsExactly("max-age=9");
        assertThat(merged.get("X-Old")).isEqualTo("1");
        assertThat(merged.get("X-New")).isEqualTo("2");
        assertThat(merged.has("Content-Length")).isFalse();
        assertThat(merged.all("ETag")).containsExactly("\"a\"");
    }

    @Test
    void aConfirmationOfAnotherRepresentationIsNone() {
        FieldList stored = FieldList.of("ETag", "\"a\"");

        assertThat(Freshening.confirms(FieldList.of("ETag", "\"a\""), stored)).isTrue();
        assertThat(Freshening.confirms(FieldList.of("ETag", "W/\"a\""), stored)).isTrue();
        assertThat(Freshening.confirms(new FieldList(), stored)).isTrue();
        assertThat(Freshening.confirms(FieldList.of("ETag", "\"b\""), stored)).isFalse();
        assertThat(Freshening.confirms(FieldList.of("ETag", "W/\"b\""), stored)).isFalse();
    }

    @Test
    void a304HasTheFieldsThatCachesNeedAndNoOthers() {
        FieldList stored = FieldList.of(
                "ETag", "\"a\"", "Cache-Control", "max-age=1", "Content-Type", "x", "Vary", "b", "X-C", "d");

        assertThat(Preconditions.notModified(stored).toString()).isEqualTo("[Cache-Control, ETag, Vary]");
    }
}
