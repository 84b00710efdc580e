package io.universalmiddleware.gateway.caching.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.universalmiddleware.gateway.caching.rule.Vary;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The near store holds answers in this process, bounded in bytes.
 *
 * <p>What was purged while it was on its way does not get in: whoever fetches asks for the {@link #position} before, and gives it
 * to {@code put}. A purge is felt by all that it means from the moment that {@link #apply} returns.
 */
public final class NearStore {
    private static final Duration UNCACHEABLE_FOR = Duration.ofSeconds(5);
    private static final Duration VARIES_FOR = Duration.ofHours(1);
    private static final int MARK_WEIGHT = 400;

    private final PurgeLog log = new PurgeLog();
    private final Cache<CacheKey, Kept> entries;
    private final Cache<String, TagState> tags =
            Caffeine.newBuilder().weakValues().build();

    /** @param bytes bound, as estimated from the length of bodies, fields and tags */
    public NearStore(long bytes, Ticker ticker) {
        entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((CacheKey key, Kept kept) -> kept.weight)
                .expireAfter(Expiry.writing((CacheKey key, Kept kept) -> kept.life))
                .ticker(ticker)
                .executor(Runnable::run)
                .removalListener(NearStore::removed)
                .build();
    }

    /** What is here under the key; never what was purged hard. */
    public @Nullable NearEntry find(CacheKey key) {
        Kept kept = entries.getIfPresent(key);
        if (kept == null) {
            return null;
        }
        if (kept.entry.isGone()) {
            entries.asMap().remove(key, kept);
            return null;
        }
        return kept.entry;
    }

    /** To be asked before an answer is fetched. */
    public long position() {
        return log.position();
    }

    /**
     * Keeps an answer, unless it was purged since.
     *
     * @param soft whether it is known to have been purged softly
     */
    public @Nullable NearEntry put(
            CacheKey key, StoredResponse response, boolean soft, long since, Owner owner, long now) {
        TagState[] states = new TagState[response.tags().size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = state(key.tenant(), response.tags().get(i));
        }
        NearEntry entry = new NearEntry(new Held.Stored(response), log, states, since, owner);
        if (soft) {
            entry.soften();
        }
        Kept kept = new Kept(entry, response.weight(), Duration.ofMillis(response.keep(now)));
        if (isHit(key, response, since)) {
            return null;
        }
        owner.came(kept.weight);
        entries.put(key, kept);
        if (isHit(key, response, since)) {
            entries.asMap().remove(key, kept);
            return null;
        }
        return entry;
    }

    /** Drops an answer again. */
    public void drop(CacheKey key, NearEntry entry) {
        entries.asMap().computeIfPresent(key, (same, kept) -> kept.entry == entry ? null : kept);
    }

    /** Notes by which fields answers differ. */
    public void putVary(CacheKey key, Vary vary, Owner owner) {
        mark(key, new Held.Varies(vary), VARIES_FOR, owner);
    }

    /** Notes for a moment that answers cannot be stored. */
    public void putUncacheable(CacheKey key, String why, Owner owner) {
        mark(key, new Held.Uncacheable(why), UNCACHEABLE_FOR, owner);
    }

    /** Whether an answer that has been on its way since the position was purged. */
    public boolean isPurged(long since, String tenant, String path, List<String> tags) {
        return log.isHit(since, tenant, path, tags);
    }

    /** Purges. */
    public synchronized void apply(Purge purge) {
        long position = log.add(purge);
        switch (purge.kind()) {
            case TAG -> {
                TagState state = tags.getIfPresent(name(purge.tenant(), purge.value()));
                if (state != null) {
                    state.purged(position, purge.soft());
                }
            }
            case PREFIX, VIEWS -> scan(purge);
        }
        log.settle();
    }

    /** Drops everything, and what is on its way. */
    public synchronized void flush() {
        log.flush();
        entries.invalidateAll();
        log.settle();
    }

    /** Estimated bytes. */
    public long bytes() {
        entries.cleanUp();
        return entries.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    public long entries() {
        return entries.estimatedSize();
    }

    private boolean isHit(CacheKey key, StoredResponse response, long since) {
        return log.isHit(since, key.tenant(), response.path(), response.tags());
    }

    private void mark(CacheKey key, Held held, Duration life, Owner owner) {
        owner.came(MARK_WEIGHT);
        entries.put(key, new Kept(new NearEntry(held, log, new TagState[0], log.position(), owner), MARK_WEIGHT, life));
    }

    private void scan(Purge purge) {
        entries.asMap().forEach((key, kept) -> {
            if (kept.entry.held() instanceof Held.Stored stored
                    && purge.matches(
                            key.tenant(),
                            stored.response().path(),
                            stored.response().tags())) {
                if (purge.soft()) {
                    kept.entry.soften();
                } else {
                    entries.asMap().remove(key, kept);
                }
            }
        });
    }

    private TagState state(String tenant, String tag) {
        return Objects.requireNonNull(tags.get(name(tenant, tag), absent -> new TagState()));
    }

    private static String name(String tenant, String tag) {
        return tenant + '\n' + tag;
    }

    private static void removed(@Nullable CacheKey key, @Nullable Kept kept, RemovalCause cause) {
        if (kept != null) {
            kept.entry.owner().went(kept.weight, cause == RemovalCause.SIZE);
        }
    }

    /** An entry with what the bound needs to know of it; compared by identity. */
    private static final class Kept {
        private final NearEntry entry;
        private final int weight;
        private final Duration life;

        Kept(NearEntry entry, int weight, Duration life) {
            this.entry = entry;
            this.weight = weight;
            this.life = life;
        }
    }
}
