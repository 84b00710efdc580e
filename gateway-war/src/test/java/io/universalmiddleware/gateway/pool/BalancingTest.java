package io.universalmiddleware.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.universalmiddleware.gateway.pool.PoolFixture.Asking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BalancingTest {
    @Property(tries = 100)
    void roundRobinGivesEachExactlyItsWeightInARound(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
        OriginPool pool = PoolFixture.plain().pool(PoolFixture.targets(weights, "'balance':'round-robin'"));
        int total = weights.stream().mapToInt(Integer::intValue).sum();

        Map<String, Integer> counts = sent(pool, total);

        for (int i = 0; i < weights.size(); i++) {
            assertThat(counts.get("1.0.0." + (i + 1))).isEqualTo(weights.get(i));
        }
    }

    @Test
    void roundRobinIsSmooth() {
        OriginPool pool = PoolFixture.plain().pool(PoolFixture.targets(List.of(5, 1, 1), "'balance':'round-robin'"));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(PoolFixture.send(pool, 200));
        }
        assertThat(order).containsExactly("1.0.0.1", "1.0.0.1", "1.0.0.2", "1.0.0.1", "1.0.0.3", "1.0.0.1", "1.0.0.1");
    }

    @Property(tries = 30)
    void twoChoicesFollowTheWeightsWhenAllAreAlike(@ForAll long seed) {
        OriginPool pool = PoolFixture.seeded(seed).pool(PoolFixture.targets(List.of(1, 2, 3, 4), ""));

        Map<String, Integer> counts = sent(pool, 10_000);

        // each of the two is drawn by weight, and the second is another one, which evens the shares out a little
        assertThat(counts.get("1.0.0.1")).isLessThan(counts.get("1.0.0.2"));
        assertThat(counts.get("1.0.0.2")).isLessThan(counts.get("1.0.0.3"));
        assertThat(counts.get("1.0.0.4") / 10_000.0).isCloseTo(0.4, within(0.1));
        assertThat(counts.get("1.0.0.1") / 10_000.0).isCloseTo(0.1, within(0.05));
    }

    @Property(tries = 20)
    void twoChoicesLeaveTheSlowOneAlone(@ForAll long seed) {
        PoolFixture fixture = PoolFixture.seeded(seed);
        OriginPool pool = fixture.pool(PoolFixture.targets(4, ""));
        Map<String, Integer> counts = new HashMap<>();

        for (int i = 0; i < 4_000; i++) {
            Attempt attempt = PoolFixture.pick(pool).attempt();
            String to = PoolFixture.address(attempt);
            counts.merge(to, 1, Integer::sum);
            fixture.pass(to.equals("1.0.0.1") ? Duration.ofMillis(100) : Duration.ofMillis(2));
            attempt.answered(200);
            attempt.ended();
        }

        assertThat(counts.getOrDefault("1.0.0.1", 0)).isLessThan(200);
    }

    @Test
    void oneFailureIsForgottenInSecondsAndWhoGoesOnFailingIsLeftAloneHoweverFast() {
        PoolFixture fixture = PoolFixture.plain();
        OriginPool pool =
                fixture.pool(PoolFixture.targets(3, "'outlier':{'enabled':false},'breaker':{'enabled':false}"));
        int[] reached = new int[3];
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                Attempt attempt = PoolFixture.pick(pool).attempt();
                boolean failing = PoolFixture.address(attempt).equals("1.0.0.1") && second < 30;
                reached[second / 20] += PoolFixture.address(attempt).equals("1.0.0.1") ? 1 : 0;
                fixture.pass(Duration.ofMillis(failing ? 0 : 10));
                if (failing) {
                    attempt.failed(Fault.RESET);
                } else {
                    attempt.answered(200);
                }
                attempt.ended();
            }
        }

        assertThat(reached[0]).isLessThan(40);
        assertThat(reached[2]).isGreaterThan(300);
    }

    @Test
    void leastConnectionsFillEvenlyByWeight() {
        OriginPool pool =
                PoolFixture.plain().pool(PoolFixture.targets(List.of(1, 2, 1), "'balance':'least-connections'"));
        Map<String, Integer> open = new TreeMap<>();

        for (int i = 0; i < 400; i++) {
            open.merge(PoolFixture.address(PoolFixture.pick(pool).attempt()), 1, Integer::sum);
        }

        assertThat(open)
                .containsEntry("1.0.0.1", 100)
                .containsEntry("1.0.0.2", 200)
                .containsEntry("1.0.0.3", 100);
    }

    @Property(tries = 30)
    void aKeyStaysWithItsTargetAndATargetThatGoesMovesOnlyItsOwn(
            @ForAll @IntRange(min = 3, max = 12) int count, @ForAll @IntRange(min = 1, max = 3) int gone) {
        PoolFixture fixture = PoolFixture.plain();
        String more = "'balance':'consistent-hash','hash':{'path':true},'panicPercent':0";
        OriginPool pool = fixture.pool(PoolFixture.targets(count, more));
        Map<String, String> before = owners(pool);

        List<Integer> weights = new ArrayList<>(java.util.Collections.nCopies(count, 1));
        weights.set(gone - 1, 0);
        fixture.pool(PoolFixture.targets(weights, more));
        Map<String, String> after = owners(pool);

        before.forEach((path, owner) -> {
            if (!owner.equals("1.0.0." + gone)) {
                assertThat(after.get(path)).isEqualTo(owner);
            } else {
                assertThat(after.get(path)).isNotEqualTo(owner);
            }
        });
    }

    @Test
    void hashedKeysSpreadOverAll() {
        OriginPool pool = PoolFixture.plain()
                .pool(PoolFixture.targets(5, "'balance':'consistent-hash','hash':{'header':'X-User'}"));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Attempt attempt = PoolFixture.pick(pool, new Asking().with("X-User", "user-" + i), null)
                    .attempt();
            counts.merge(PoolFixture.address(attempt), 1, Integer::sum);
            attempt.ended();
        }
        assertThat(counts.values()).hasSize(5).allSatisfy(n -> assertThat(n).isBetween(600, 1_400));
    }

    @Property(tries = 30)
    void noTargetGetsMuchMoreThanItsShareHoweverHotAKeyIs(
            @ForAll @IntRange(min = 2, max = 10) int count, @ForAll @IntRange(min = 1, max = 500) int open) {
        OriginPool pool =
                PoolFixture.plain().pool(PoolFixture.targets(count, "'balance':'consistent-hash','hash':{'ip':true}"));
        Map<String, Integer> inFlight = new HashMap<>();

        for (int i = 0; i < open; i++) {
            Attempt attempt =
                    PoolFixture.pick(pool, new Asking("/", "8.8.8.8"), null).attempt();
            int now = inFlight.merge(PoolFixture.address(attempt), 1, Integer::sum);
            assertThat(now).isLessThanOrEqualTo(Math.max(8, (int) Math.ceil(1.25 * (i + 1) / count)));
        }
    }

    @Test
    void aRequestWithoutTheKeyIsBalancedLikeAnyOther() {
        OriginPool pool = PoolFixture.plain()
                .pool(PoolFixture.targets(3, "'balance':'consistent-hash','hash':{'cookie':'session'}"));

        assertThat(sent(pool, 300)).hasSize(3);
    }

    @Test
    void aStickyClientKeepsItsTargetWhileItIsUp() {
        PoolFixture fixture = PoolFixture.plain();
        OriginPool pool =
                fixture.pool(PoolFixture.targets(5, "'sticky':{'cookie':'SRV'},'outlier':{'consecutive5xx':1}"));
        Asking first = new Asking();
        Attempt attempt = PoolFixture.pick(pool, first, null).attempt();
        Attempt hedged = PoolFixture.pick(pool, first, attempt.target()).attempt();
        assertThat(first.answer.has("Set-Cookie")).isFalse();
        attempt.chosen();
        attempt.ended();
        hedged.ended();
        String cookie = first.answer.get("Set-Cookie");
        assertThat(cookie).startsWith("SRV=").contains("HttpOnly").doesNotContain("1.0.0");
        String value = cookie.substring(0, cookie.indexOf(';'));

        for (int i = 0; i < 50; i++) {
            Asking again = new Asking().with("Cookie", "a=b; " + value + "; c=d");
            Attempt same = PoolFixture.pick(pool, again, null).attempt();
            same.chosen();
            same.ended();
            assertThat(PoolFixture.address(same)).isEqualTo(PoolFixture.address(attempt));
            assertThat(again.answer.has("Set-Cookie")).isFalse();
        }

        Attempt failing =
                PoolFixture.pick(pool, new Asking().with("Cookie", value), null).attempt();
        failing.failed(Fault.RESET);
        failing.ended();
        Asking moved = new Asking().with("Cookie", value);
        Attempt other = PoolFixture.pick(pool, moved, null).attempt();
        other.chosen();
        assertThat(PoolFixture.address(other)).isNotEqualTo(PoolFixture.address(attempt));
        assertThat(moved.answer.all("Set-Cookie")).hasSize(1);
    }

    @Property(tries = 50)
    void aRetryGoesElsewhereWhileThereIsSomebodyElse(
            @ForAll Balance balance, @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int count) {
        String word = balance.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        OriginPool pool = PoolFixture.seeded(seed)
                .pool(PoolFixture.targets(count, "'balance':'" + word + "','hash':{'path':true}"));
        Random random = new Random(seed);

        for (int i = 0; i < 50; i++) {
            Asking asking = new Asking("/" + random.nextInt(1_000), "9.9.9.9");
            Attempt first = PoolFixture.pick(pool, asking, null).attempt();
            Attempt second = PoolFixture.pick(pool, asking, first.target()).attempt();
            assertThat(PoolFixture.address(second)).isNotEqualTo(PoolFixture.address(first));
            first.ended();
            second.ended();
        }
    }

    @Test
    void aTargetThatComesGetsMoreAndMoreWhileItStartsSlowly() {
        PoolFixture fixture = PoolFixture.plain();
        String more = "'balance':'round-robin','slowStart':'10s'";
        OriginPool pool = fixture.pool(PoolFixture.targets(2, more));
        assertThat(sent(pool, 1_000)).containsEntry("1.0.0.1", 500);
        fixture.pool(PoolFixture.targets(3, more));

        int cold = sent(pool, 3_000).getOrDefault("1.0.0.3", 0);
        fixture.pass(Duration.ofSeconds(5));
        int half = sent(pool, 3_000).getOrDefault("1.0.0.3", 0);
        fixture.pass(Duration.ofSeconds(5));
        int warm = sent(pool, 3_000).getOrDefault("1.0.0.3", 0);

        assertThat(cold).isBetween(50, 200);
        assertThat(half).isBetween(450, 750);
        assertThat(warm).isEqualTo(1_000);
    }

    @Test
    void weightZeroTakesNoRequests() {
        OriginPool pool = PoolFixture.plain().pool(PoolFixture.targets(List.of(0, 1), ""));

        assertThat(sent(pool, 200)).containsOnlyKeys("1.0.0.2");
    }

    private static Map<String, Integer> sent(OriginPool pool, int requests) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            counts.merge(PoolFixture.send(pool, 200), 1, Integer::sum);
        }
        return counts;
    }

    private static Map<String, String> owners(OriginPool pool) {
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Attempt attempt = PoolFixture.pick(pool, new Asking("/item/" + i, "9.9.9.9"), null)
                    .attempt();
            owners.put("/item/" + i, PoolFixture.address(attempt));
            attempt.ended();
        }
        return owners;
    }
}
