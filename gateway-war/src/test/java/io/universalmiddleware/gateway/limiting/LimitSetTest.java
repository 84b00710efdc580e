package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LimitSetTest {

    @Test
    void countsWithinWhatDeclaresTheLimit() {
        Requester ann = requester("10.0.0.1", "ann", "");
        List<LimitConfig> byIp = List.of(limit("ip"));

        String platform = LimitSet.of(byIp, List.of(), List.of(), "acme", "r").keys(ann)[0];
        String tenant = LimitSet.of(List.of(), byIp, List.of(), "acme", "r").keys(ann)[0];
        String route = LimitSet.of(List.of(), List.of(), byIp, "acme", "r").keys(ann)[0];

        assertThat(Set.of(platform, tenant, route)).hasSize(3);
        assertThat(LimitSet.of(byIp, List.of(), List.of(), "other", "x").keys(ann)[0])
                .isEqualTo(platform);
        assertThat(LimitSet.of(List.of(), byIp, List.of(), "acme", "x").keys(ann)[0])
                .isEqualTo(tenant);
        assertThat(LimitSet.of(List.of(), byIp, List.of(), "other", "r").keys(ann)[0])
                .isNotEqualTo(tenant);
    }

    @Test
    void anOriginsLimitCountsOverAllOfItsTenantsRoutes() {
        String atR = keyAt("acme", "r", "backend");

        assertThat(keyAt("acme", "x", "backend")).isEqualTo(atR);
        assertThat(keyAt("acme", "r", "other")).isNotEqualTo(atR);
        assertThat(keyAt("other", "r", "backend")).isNotEqualTo(atR);
        assertThat(LimitSet.of(List.of(), List.of(), List.of(limit("global")), "acme", "backend")
                        .keys(requester("10.0.0.1", "", ""))[0])
                .as("a route of the origin's name")
                .isNotEqualTo(atR);
    }

    private static String keyAt(String tenant, String route, String origin) {
        return LimitSet.of(List.of(), List.of(), List.of(), tenant, route)
                .with(origin, List.of(limit("global")))
                .keys(requester("10.0.0.1", "", ""))[0];
    }

    @Test
    void whoCannotBeToldApartCountsByAddress() {
        String address = key("ip", requester("10.0.0.1", "", ""));

        for (String by : List.of("user", "key", "header:x-plan")) {
            assertThat(key(by, requester("10.0.0.1", "", "")).replace("|" + by + "|", "|ip|"))
                    .as(by)
                    .isEqualTo(address);
        }
    }

    @Test
    void aUserIsNoKeyAndNoAddress() {
        assertThat(key("user", requester("10.0.0.1", "10.0.0.2", "")))
                .isNotEqualTo(key("user", requester("10.0.0.2", "", "")))
                .isNotEqualTo(key("user", requester("10.0.0.1", "", "10.0.0.2")));
    }

    @Test
    void whatALimitAllowsIsNotInItsKey() {
        LimitConfig few = limit("ip");
        LimitConfig many =
                new LimitConfig(few.name(), 999, Duration.ofHours(2), 50, few.counted(), Algorithm.SLIDING_WINDOW);
        Requester ann = requester("10.0.0.1", "ann", "");

        assertThat(LimitSet.of(List.of(), List.of(), List.of(many), "acme", "r").keys(ann))
                .isEqualTo(LimitSet.of(List.of(), List.of(), List.of(few), "acme", "r")
                        .keys(ann));
    }

    @Test
    void aLongValueMakesNoLongKey() {
        Requester shouting = new Requester("10.0.0.1", "u".repeat(5_000), "", name -> null);

        assertThat(key("user", shouting)).hasSizeLessThan(100);
    }

    /** Owners and values that a stranger may choose make no key of another owner. */
    @Property
    void noTwoOwnersShareAKey(
            @ForAll @StringLength(min = 1, max = 4) String tenant,
            @ForAll @StringLength(min = 1, max = 4) String route) {
        Set<String> keys = new HashSet<>();
        for (Map.Entry<String, String> owner : Map.of(
                        tenant, route, tenant + "/" + route, "x", tenant + "|ip", route + "/y")
                .entrySet()) {
            LimitSet set = LimitSet.of(List.of(), List.of(), List.of(limit("ip")), owner.getKey(), owner.getValue());
            keys.add(set.keys(requester("a", "", ""))[0]);
        }
        assertThat(keys).hasSize(3);
    }

    private static String key(String by, Requester requester) {
        return LimitSet.of(List.of(), List.of(), List.of(limit(by)), "acme", "r")
                .keys(requester)[0];
    }

    private static LimitConfig limit(String by) {
        return new LimitConfig(
                by, 5, Duration.ofMinutes(1), 5, Counted.parse(by).orElseThrow(), Algorithm.TOKEN_BUCKET);
    }

    private static Requester requester(String address, String user, String key) {
        return new Requester(address, user, key, name -> null);
    }
}
