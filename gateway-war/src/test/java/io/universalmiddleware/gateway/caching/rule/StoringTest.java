package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.caching.rule.Storing.CookieRule;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoringTest {
    private static final Storing ANYONE = new Storing(Wishes.NONE, false, false, CookieRule.REFUSE, Set.of());
    private static final Storing HIDING_KEYS =
            new Storing(Wishes.NONE, false, false, CookieRule.REFUSE, Set.of("x-api-key"));
    private static final Storing SOMEBODY = new Storing(Wishes.NONE, true, false, CookieRule.REFUSE, Set.of());

    @ParameterizedTest
    @CsvSource({
        "200, max-age=60, ''",
        "302, max-age=60, ''",
        "302, , no-freshness",
        "206, max-age=60, status",
        "304, max-age=60, status",
        "418, max-age=60, status",
        "503, max-age=5, ''",
        "503, , no-freshness",
        "404, max-age=0, no-freshness",
        "200, no-store, no-store",
        "200, 'no-store, max-age=60', no-store",
        "200, 'no-store, must-understand, max-age=60', ''",
        "418, 'no-store, must-understand, max-age=60', status",
        "200, 'private, max-age=60', private",
        "200, 'private=\"X-A\", max-age=60', ''",
        "200, 'no-cache, max-age=60', no-freshness",
        "200, public, no-freshness",
    })
    void storesWhatMayBeUsedAgain(int status, String said, String refusal) {
        FieldList fields = said == null ? new FieldList() : FieldList.of("Cache-Control", said);

        assertThat(refusal(ANYONE, status, fields)).isEqualTo(refusal);
    }

    @Test
    void whatCanBeValidatedIsWorthKeeping() {
        assertThat(refusal(ANYONE, 200, FieldList.of("ETag", "\"a\""))).isEmpty();
        assertThat(refusal(ANYONE, 200, FieldList.of("ETag", "\"a\"", "Cache-Control", "no-cache")))
                .isEmpty();
        assertThat(refusal(ANYONE, 302, FieldList.of("ETag", "\"a\""))).isEqualTo("no-freshness");
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=60, authorization",
        "'public, max-age=60', ''",
        "'must-revalidate, max-age=60', ''",
        "s-maxage=60, ''",
    })
    void whatSomebodyAskedForIsForOthersOnlyIfTheOriginSaysSo(String said, String refusal) {
        assertThat(refusal(SOMEBODY, 200, FieldList.of("Cache-Control", said))).isEqualTo(refusal);
    }

    @Test
    void aKeyWithTheCallerInItKeepsWhatIsPrivate() {
        Storing own = new Storing(Wishes.NONE, true, true, CookieRule.REFUSE, Set.of());

        assertThat(refusal(own, 200, FieldList.of("Cache-Control", "private, max-age=60")))
                .isEmpty();
        assertThat(refusal(own, 200, FieldList.of("Cache-Control", "no-store"))).isEqualTo("no-store");
    }

    @Test
    void answersThatSetCookiesAreStoredOnlyWhereThatIsConfigured() {
        FieldList fields = FieldList.of("Cache-Control", "max-age=60", "Set-Cookie", "a=b", "X-A", "c");
        Storing strips = new Storing(Wishes.NONE, false, false, CookieRule.STRIP, Set.of());
        Storing keeps = new Storing(Wishes.NONE, false, false, CookieRule.KEEP, Set.of());

        assertThat(refusal(ANYONE, 200, fields)).isEqualTo("set-cookie");
        assertThat(refusal(strips, 200, fields)).isEmpty();
        assertThat(strips.kept(fields, Terms.directives(fields)).has("Set-Cookie"))
                .isFalse();
        assertThat(keeps.kept(fields, Terms.directives(fields)).get("Set-Cookie"))
                .isEqualTo("a=b");
    }

    @Test
    void fieldsThatAreNotToBeSharedAreNotKept() {
        FieldList fields = FieldList.of(
                "Cache-Control",
                "max-age=60, private=\"X-A\", no-cache=\"X-B\"",
                "X-A",
                "1",
                "X-B",
                "2",
                "X-C",
                "3",
                "Age",
                "4");

        assertThat(ANYONE.kept(fields, Terms.directives(fields)).toString()).isEqualTo("[Cache-Control, X-C]");
    }

    @Test
    void whatVariesByEverythingOrNeverEndsIsNotStored() {
        assertThat(refusal(ANYONE, 200, FieldList.of("Cache-Control", "max-age=60", "Vary", "Accept, *")))
                .isEqualTo("vary");
        assertThat(refusal(
                        ANYONE, 200, FieldList.of("Cache-Control", "max-age=60", "Content-Type", "text/event-stream")))
                .isEqualTo("stream");
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key, vary",
        "x-forwarded-for, vary",
        "'Accept, Forwarded', vary",
        "X-Real-IP, vary",
        "'Accept, X-Um-User', ''",
        "X-Forwarded-Proto, ''",
        "Cookie, ''",
        "Authorization, ''",
    })
    void whatVariesByAFieldThatIsNotComparedIsNotStored(String vary, String refusal) {
        FieldList fields = FieldList.of("Cache-Control", "public, max-age=60", "Vary", vary);

        assertThat(refusal(HIDING_KEYS, 200, fields)).isEqualTo(refusal);
    }

    @Test
    void aKeyWithTheCallerInItTellsKeysApartButNotAddresses() {
        Storing own = new Storing(Wishes.NONE, true, true, CookieRule.REFUSE, Set.of("x-api-key"));

        assertThat(refusal(own, 200, FieldList.of("Cache-Control", "max-age=60", "Vary", "X-API-Key")))
                .isEmpty();
        assertThat(refusal(own, 200, FieldList.of("Cache-Control", "max-age=60", "Vary", "X-Forwarded-For")))
                .isEqualTo("vary");
    }

    @Test
    void anOverrideStoresAgainstTheOrigin() {
        Wishes wishes = new Wishes(60_000, ABSENT, true, true, ABSENT, ABSENT);
        Storing forced = new Storing(wishes, false, false, CookieRule.REFUSE, Set.of());
        FieldList fields = FieldList.of("Cache-Control", "no-store, private");
        Directives said = Terms.directives(fields);

        assertThat(forced.refusal(200, fields, said, Terms.of(200, fields, said, wishes, 0)))
                .isEmpty();
    }

    private static String refusal(Storing storing, int status, FieldList fields) {
        Directives said = Terms.directives(fields);
        return storing.refusal(status, fields, said, Terms.of(status, fields, said, storing.wishes(), 0));
    }
}
