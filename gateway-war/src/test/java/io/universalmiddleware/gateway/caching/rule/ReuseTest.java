package io.universalmiddleware.gateway.caching.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReuseTest {

    @ParameterizedTest
    @CsvSource({
        "max-age=60, 30, max-age=20, VALIDATE",
        "max-age=60, 30, max-age=30, FRESH",
        "max-age=60, 30, min-fresh=31, VALIDATE",
        "max-age=60, 30, min-fresh=30, FRESH",
        "max-age=60, 30, no-cache, VALIDATE",
        "max-age=60, 70, max-stale, ACCEPTED_STALE",
        "max-age=60, 70, max-stale=10, ACCEPTED_STALE",
        "max-age=60, 70, max-stale=9, VALIDATE",
        "max-age=60, 70, 'max-stale, max-age=60', VALIDATE",
        "'max-age=60, must-revalidate', 70, max-stale, VALIDATE",
        "'max-age=60, proxy-revalidate', 70, max-stale, VALIDATE",
        "s-maxage=60, 70, max-stale, VALIDATE",
        "'max-age=60, no-cache', 30, max-stale, VALIDATE",
        "'max-age=60, stale-while-revalidate=20', 70, , STALE_WHILE_REVALIDATE",
        "'s-maxage=60, stale-while-revalidate=20', 70, , STALE_WHILE_REVALIDATE",
        "'max-age=60, stale-while-revalidate=20', 80, , VALIDATE",
        "'max-age=60, stale-while-revalidate=20', 70, max-age=100, VALIDATE",
        "'max-age=60, stale-while-revalidate=20, must-revalidate', 70, , VALIDATE",
    })
    void aStoredAnswerIsUsedAsBothSidesAllow(String said, long age, String asked, Reuse reuse) {
        assertThat(Reuse.of(terms(said), 1000 * age, false, asked(asked))).isEqualTo(reuse);
    }

    @Test
    void whatWasPurgedSoftlyIsStale() {
        assertThat(Reuse.of(terms("max-age=60"), 1000, true, Asked.NOTHING)).isEqualTo(Reuse.VALIDATE);
        assertThat(Reuse.of(terms("max-age=60, stale-while-revalidate=9"), 1000, true, Asked.NOTHING))
                .isEqualTo(Reuse.STALE_WHILE_REVALIDATE);
    }

    @Test
    void pragmaCountsWhereThereIsNoCacheControl() {
        assertThat(Asked.of(FieldList.of("Pragma", "no-cache")).noCache()).isTrue();
        assertThat(Asked.of(FieldList.of("Pragma", "no-cache", "Cache-Control", "max-age=5"))
                        .noCache())
                .isFalse();
        assertThat(Asked.of(new FieldList())).isSameAs(Asked.NOTHING);
    }

    @Test
    void whoeverWantsTheOriginIsNotGivenTheStaleOnError() {
        assertThat(Reuse.onError(terms("max-age=1, stale-if-error=60"), 5000, asked("no-cache")))
                .isFalse();
        assertThat(Reuse.onError(terms("max-age=1, stale-if-error=60"), 5000, Asked.NOTHING))
                .isTrue();
    }

    private static Terms terms(String said) {
        FieldList fields = FieldList.of("Cache-Control", said);
        return Terms.of(200, fields, Terms.directives(fields), Wishes.NONE, 0);
    }

    private static Asked asked(String text) {
        return text == null ? Asked.NOTHING : Asked.of(FieldList.of("Cache-Control", text));
    }
}
