package io.universalmiddleware.gateway.caching.store;

/**
 * What the edge's cache keeps in Redis.
 *
 * @param prefix what all keys of the deployment begin with, for instance {@code um:}
 */
record EdgeCacheKeys(String prefix) {

    /**
     * Hash: epoch {@code e}, Redis process {@code r}, number of purges {@code n}, the last purge of every view {@code g}, the
     * change of views that was taken over last {@code v} of the epoch {@code w}, and the second until which something may have the tag
     * of a view {@code x}.
     */
    String state() {
        return prefix + "edge:cache:state";
    }

    /** Stream of purges: id {@code {n}-1}; epoch {@code e}, tenant {@code t}, kind {@code k}, value {@code v}, soft {@code s}. */
    String purges() {
        return prefix + "edge:cache:purges";
    }

    /**
     * Hash of what is held under a key: epoch {@code e}, purges that had been when it was asked for {@code n}, path {@code p}, tags
     * {@code t} by line, stamp {@code s}, bytes {@code b}.
     */
    String entry(CacheKey key) {
        return prefix + "edge:cache:entry:" + key.tenant() + ':' + key.digest();
    }

    /** Who fetches what belongs under the key. */
    String lease(CacheKey key) {
        return prefix + "edge:cache:lease:" + key.tenant() + ':' + key.digest();
    }

    /** What the hashes of a tenant's tags begin with: last hard purge {@code h}, last soft one {@code s}. */
    String tags(String tenant) {
        return prefix + "edge:cache:tag:" + tenant + ':';
    }

    /** Hash of a tenant's purges by prefix: {@code h} or {@code s} before the prefix, and the purge's number and second. */
    String prefixes(String tenant) {
        return prefix + "edge:cache:prefixes:" + tenant;
    }
}
