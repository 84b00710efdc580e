package io.universalmiddleware.gateway.caching.store;

import static io.universalmiddleware.gateway.caching.store.Stored.NOW;
import static io.universalmiddleware.gateway.caching.store.Stored.key;
import static io.universalmiddleware.gateway.caching.store.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.universalmiddleware.gateway.caching.rule.Vary;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NearStoreTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;
    private final NearStore near = new NearStore(1_000_000, ticker);
    private final Owner owner = new Owner();

    @Test
    void aPurgeByTagMeansThoseThatHaveItAndNobodyElse() {
        put("/a", "x", "y");
        put("/b", "y");
        put("/c", "z");

        near.apply(Purge.ofTag("acme", "y", false));
        near.apply(Purge.ofTag("other", "z", false));

        assertThat(near.find(key("/a"))).isNull();
        assertThat(near.find(key("/b"))).isNull();
        assertThat(near.find(key("/c"))).isNotNull();
        assertThat(owner.entries()).isEqualTo(1);
    }

    @Test
    void aPurgeByPrefixPathRouteOrTenantMeansWhatItSays() {
        put("/a/1");
        put("/a/2");
        put("/b/1");

        near.apply(Purge.ofPrefix("acme", "/a/", false));
        assertThat(near.find(key("/a/1"))).isNull();
        assertThat(near.find(key("/a/2"))).isNull();
        assertThat(near.find(key("/b/1"))).isNotNull();

        near.apply(Purge.ofTag("acme", PurgeTags.ofTarget("/b/1"), false));
        assertThat(near.find(key("/b/1"))).isNull();

        put("/c");
        near.apply(Purge.ofTag("acme", PurgeTags.ofRoute("r"), false));
        assertThat(near.find(key("/c"))).isNull();

        put("/d");
        near.apply(Purge.ofTag("acme", PurgeTags.everything(), false));
        assertThat(near.find(key("/d"))).isNull();
    }

    @Test
    void aSoftPurgeMakesStale() {
        put("/a", "y");
        put("/b/1");

        near.apply(Purge.ofTag("acme", "y", true));
        near.apply(Purge.ofPrefix("acme", "/b", true));

        assertThat(near.find(key("/a")).isSoftlyPurged()).isTrue();
        assertThat(near.find(key("/b/1")).isSoftlyPurged()).isTrue();
        put("/a", "y");
        assertThat(near.find(key("/a")).isSoftlyPurged()).isFalse();
    }

    @Test
    void whatWasPurgedOnItsWayDoesNotGetIn() {
        long before = near.position();
        near.apply(Purge.ofTag("acme", "y", false));
        near.apply(Purge.ofPrefix("acme", "/p", false));

        assertThat(near.put(key("/a"), response("/a", "1", "y"), false, before, owner, NOW))
                .isNull();
        assertThat(near.put(key("/p1"), response("/p1", "1"), false, before, owner, NOW))
                .isNull();
        assertThat(near.put(key("/b"), response("/b", "1", "z"), false, before, owner, NOW))
                .isNotNull();
        assertThat(near.find(key("/a"))).isNull();
        assertThat(near.put(key("/a"), response("/a", "2", "y"), false, near.position(), owner, NOW))
                .isNotNull();
    }

    @Test
    void whatWasOnItsWayBeforeAFlushDoesNotGetIn() {
        put("/b");
        long before = near.position();
        near.flush();

        assertThat(near.put(key("/a"), response("/a", "1"), false, before, owner, NOW))
                .isNull();
        assertThat(near.find(key("/b"))).isNull();
    }

    @Test
    void whoeverHasMissedTooManyPurgesIsNotLetIn() {
        long before = near.position();
        for (int i = 0; i < 5_000; i++) {
            near.apply(Purge.ofTag("acme", "t" + i, false));
        }

        assertThat(near.put(key("/a"), response("/a", "1"), false, before, owner, NOW))
                .isNull();
    }

    @Test
    void missedChangesOfViewsMeanWhateverIsMadeOfViews() {
        put("/a", "view:progress/ann");
        put("/b");

        near.apply(Purge.ofEveryView());

        assertThat(near.find(key("/a"))).isNull();
        assertThat(near.find(key("/b"))).isNotNull();
    }

    @Test
    void isBoundedInBytes() {
        for (int i = 0; i < 300; i++) {
            near.put(key("/" + i), response("/" + i, "x".repeat(20_000)), false, near.position(), owner, NOW);
        }

        assertThat(near.bytes()).isLessThanOrEqualTo(1_000_000).isGreaterThan(500_000);
        assertThat(owner.bytes()).isEqualTo(near.bytes());
        assertThat(owner.evictions()).isEqualTo(300 - owner.entries());
    }

    @Test
    void forgetsWhatCanBeUsedNoLonger() {
        put("/a");
        nanos.addAndGet(61_000_000_000L);

        assertThat(near.find(key("/a"))).isNull();
    }

    @Test
    void remembersByWhatAnswersVaryAndForAMomentThatTheyCannotBeStored() {
        near.putVary(key("/a"), new Vary(List.of("accept")), owner);
        near.putUncacheable(key("/b"), "private", owner);

        assertThat(near.find(key("/a")).held()).isEqualTo(new Held.Varies(new Vary(List.of("accept"))));
        assertThat(near.find(key("/b")).held()).isEqualTo(new Held.Uncacheable("private"));
        nanos.addAndGet(6_000_000_000L);
        assertThat(near.find(key("/b"))).isNull();
    }

    private void put(String path, String... tags) {
        near.put(key(path), response(path, "body", tags), false, near.position(), owner, NOW);
    }
}
