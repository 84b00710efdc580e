package io.universalmiddleware.gateway.splitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static final String RULES =
            "{'rules':[{'origin':'beta','headers':{'X-Beta':'yes'}},{'origin':'staff','cookies':{'staff':'*'},'headers':{'X-In':'*'}},"
                    + "{'origin':'canary','weight':5},{'origin':'dark','weight':0.01}]}";

    @ParameterizedTest
    @CsvSource({
        "X-Beta, yes, beta",
        "X-Beta, no, ",
        "X-In, 1, ",
        "Other, yes, ",
    })
    void theFirstRuleWhoseConditionsHoldDecides(String name, String value, String origin) {
        assertThat(Documents.read(Split::read, RULES).byConditions(FieldList.of(name, value)))
                .isEqualTo(origin);
    }

    @Test
    void allConditionsMustHold() {
        FieldList request = FieldList.of("X-In", "1", "Cookie", "a=b; staff=me; c");

        assertThat(Documents.read(Split::read, RULES).byConditions(request)).isEqualTo("staff");
    }

    @Test
    void weightsPartTheBucketsExactly() {
        Split split = Documents.read(Split::read, RULES);
        Map<String, Integer> counts = new HashMap<>();
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            counts.merge(String.valueOf(split.byWeight(bucket)), 1, Integer::sum);
        }

        assertThat(counts).containsOnly(Map.entry("canary", 500), Map.entry("dark", 1), Map.entry("null", 9_499));
    }

    @Property(tries = 200)
    void whoIsInTheCanaryStaysInWhileItGrows(
            @ForAll @IntRange(max = 9_999) int bucket,
            @ForAll @IntRange(max = 50) int weight,
            @ForAll @IntRange(max = 50) int more) {
        String rule = "{'rules':[{'origin':'canary','weight':%d}]}";

        if (Documents.read(Split::read, rule.formatted(weight)).byWeight(bucket) != null) {
            assertThat(Documents.read(Split::read, rule.formatted(weight + more))
                            .byWeight(bucket))
                    .isEqualTo("canary");
        }
    }

    @Test
    void bucketsAreEvenForLikeNames() {
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[Buckets.of("acme/orders/user " + i) / 1_000]++;
        }

        for (int tenth : tenths) {
            assertThat(tenth).isCloseTo(10_000, within(500));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "um-split=17, 17",
        "a=b; um-split=9999, 9999",
        "um-split=10000, -1",
        "um-split=-1, -1",
        "um-split=, -1",
        "um-splitter=1, -1",
        "'', -1"
    })
    void aBucketIsKeptInACookie(String cookie, int bucket) {
        assertThat(Documents.read(Split::read, RULES).bucketOf(FieldList.of("Cookie", cookie)))
                .isEqualTo(bucket);
    }

    @Test
    void theCookieIsForTheServerOnly() {
        Split split = Documents.read(Split::read, RULES);

        assertThat(split.keep(7, true)).isEqualTo("um-split=7; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure");
        assertThat(split.keep(7, false)).doesNotContain("Secure");
        assertThat(split.origins()).containsExactly("beta", "staff", "canary", "dark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'rules':[{'origin':'a'}]}",
                "{'rules':[{'weight':5}]}",
                "{'rules':[{'origin':'a','weight':5,'headers':{'X':'1'}}]}",
                "{'rules':[{'origin':'a','weight':60},{'origin':'b','weight':60}]}",
                "{'rules':[{'origin':'a','headers':{'bad name':'1'}}]}",
                "{'rules':[{'origin':'a','weight':5}],'sticky':'always'}",
                "{'rules':[{'origin':'a','weight':5}],'cookie':'a;b'}"
            })
    void namesWhatIsWrong(String document) {
        assertThat(Documents.wrongIn(Split::read, document)).isNotEmpty();
    }
}
