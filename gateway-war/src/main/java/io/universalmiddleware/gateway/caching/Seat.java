package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.rule.Asked;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Gate;

/**
 * A seat is a request's place in the cache: what it wants, and what it was looked for under.
 *
 * @param base key without regard to variants
 * @param key the variant's where there are some
 * @param tries how often it has been looked for before
 */
record Seat(Call call, Gate gate, Asked asked, boolean head, CacheKey base, CacheKey key, Vary vary, int tries) {
    static final int MOST_TRIES = 4;
}
