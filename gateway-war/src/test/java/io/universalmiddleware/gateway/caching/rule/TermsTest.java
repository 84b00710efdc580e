package io.universalmiddleware.gateway.caching.rule;

import static io.universalmiddleware.gateway.caching.rule.Directives.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TermsTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void sharedLifeComesBeforeLifeBeforeExpiryBeforeAGuess() {
        FieldList fields = FieldList.of(
                "Date", HttpDate.format(NOW),
                "Last-Modified", HttpDate.format(NOW - 1_000_000),
                "Expires", HttpDate.format(NOW + 7_000),
                "Cache-Control", "max-age=60, s-maxage=30");

        assertThat(of(fields).lifetime()).isEqualTo(30_000);
        fields.set("Cache-Control", "max-age=60");
        assertThat(of(fields).lifetime()).isEqualTo(60_000);
        fields.remove("Cache-Control");
        assertThat(of(fields).lifetime()).isEqualTo(7_000);
        fields.remove("Expires");
        assertThat(of(fields).lifetime()).isEqualTo(100_000);
        assertThat(of(fields).explicit()).isFalse();
        fields.remove("Last-Modified");
        assertThat(of(fields).lifetime()).isZero();
    }

    @Test
    void anInvalidExpiryIsPast() {
        FieldList fields = FieldList.of("Expires", "0", "Last-Modified", HttpDate.format(NOW - 1_000_000));

        assertThat(of(fields).lifetime()).isZero();
        assertThat(of(fields).explicit()).isTrue();
    }

    @Test
    void theFirstValidTargetedFieldReplacesTheOthersAndExpiry() {
        FieldList fields = FieldList.of(
                "Cache-Control", "no-store", "Expires", HttpDate.format(NOW + 9_000), "CDN-Cache-Control", "max-age=5");

        assertThat(Terms.directives(fields).noStore()).isFalse();
        assertThat(of(fields).lifetime()).isEqualTo(5_000);
        fields.add("Um-Cache-Control", "max-age=3");
        assertThat(of(fields).lifetime()).isEqualTo(3_000);
        fields.set("Um-Cache-Control", "max-age=3 max-age");
        assertThat(of(fields).lifetime()).isEqualTo(5_000);
        fields.set("CDN-Cache-Control", "must-revalidate");
        assertThat(of(fields).explicit()).as("Expires does not count beside it").isFalse();
    }

    @Test
    void nothingIsGuessedForWhatIsNotCacheableByDefault() {
        FieldList fields = FieldList.of("Last-Modified", HttpDate.format(NOW - 1_000_000));

        assertThat(Terms.of(302, fields, Directives.NONE, Wishes.NONE, NOW).lifetime())
                .isZero();
        FieldList open = FieldList.of("Last-Modified", HttpDate.format(NOW - 1_000_000), "Cache-Control", "public");
        assertThat(Terms.of(302, open, Terms.directives(open), Wishes.NONE, NOW).lifetime())
                .isEqualTo(100_000);
    }

    @Test
    void theOperatorsWishesFillWhatTheOriginLeavesOpen() {
        Wishes wishes = new Wishes(10_000, 2_000, false, true, 3_000, 4_000);
        FieldList none = new FieldList();

        assertThat(Terms.of(200, none, Directives.NONE, wishes, NOW).lifetime()).isEqualTo(10_000);
        assertThat(Terms.of(404, none, Directives.NONE, wishes, NOW).lifetime()).isEqualTo(2_000);
        assertThat(Terms.of(500, none, Directives.NONE, wishes, NOW).lifetime()).isZero();
        FieldList said = FieldList.of("Cache-Control", "max-age=1, stale-if-error=9");
        Terms terms = Terms.of(200, said, Terms.directives(said), wishes, NOW);
        assertThat(terms.lifetime()).isEqualTo(1_000);
        assertThat(terms.staleWhileRevalidate()).isEqualTo(3_000);
        assertThat(terms.staleIfError()).isEqualTo(9_000);
    }

    @Test
    void anOverrideCountsAgainstTheOrigin() {
        Wishes wishes = new Wishes(10_000, ABSENT, true, true, ABSENT, ABSENT);
        FieldList said = FieldList.of("Cache-Control", "no-cache, must-revalidate, max-age=0");
        Terms terms = Terms.of(200, said, Terms.directives(said), wishes, NOW);

        assertThat(terms.lifetime()).isEqualTo(10_000);
        assertThat(terms.validateAlways()).isFalse();
        assertThat(terms.neverStale()).isFalse();
    }

    @Property
    void nothingIsUsedBeyondItsLifeAndWindows(
            @ForAll @IntRange(max = 100) int life,
            @ForAll @IntRange(max = 100) int revalidate,
            @ForAll @IntRange(max = 100) int error,
            @ForAll @LongRange(max = 400_000) long age,
            @ForAll boolean strict) {
        FieldList fields = FieldList.of(
                "Cache-Control",
                "max-age=" + life + ", stale-while-revalidate=" + revalidate + ", stale-if-error=" + error
                        + (strict ? ", must-revalidate" : ""));
        Terms terms = of(fields);
        Reuse reuse = Reuse.of(terms, age, false, Asked.NOTHING);

        assertThat(reuse == Reuse.FRESH).isEqualTo(age < life * 1000L);
        assertThat(reuse == Reuse.STALE_WHILE_REVALIDATE)
                .isEqualTo(!strict && age >= life * 1000L && age < (life + revalidate) * 1000L);
        assertThat(Reuse.onError(terms, age, Asked.NOTHING)).isEqualTo(!strict && age < (life + error) * 1000L);
        assertThat(age >= terms.usable() && reuse != Reuse.VALIDATE).isFalse();
    }

    @Property
    void ageIsTheLargerOfWhatDateAndAgeSay(
            @ForAll @IntRange(max = 5_000) int dateAge,
            @ForAll @IntRange(max = 5_000) int said,
            @ForAll @LongRange(max = 60_000) long delay) {
        FieldList fields = FieldList.of("Date", HttpDate.format(NOW - dateAge * 1000L), "Age", Integer.toString(said));

        assertThat(Age.initial(fields, NOW - delay, NOW)).isEqualTo(Math.max(dateAge * 1000L, said * 1000L + delay));
    }

    @Test
    void anAgeThatIsNoneDoesNotCount() {
        assertThat(Age.initial(FieldList.of("Age", "-3"), NOW, NOW)).isZero();
        assertThat(Age.initial(FieldList.of("Age", "a lot"), NOW, NOW)).isZero();
        assertThat(Age.initial(FieldList.of("Age", "4, 9"), NOW, NOW)).isEqualTo(4_000);
        assertThat(Age.initial(FieldList.of("Date", HttpDate.format(NOW + 50_000)), NOW - 10, NOW))
                .isEqualTo(10);
    }

    private static Terms of(FieldList fields) {
        return Terms.of(200, fields, Terms.directives(fields), Wishes.NONE, NOW);
    }
}
