package io.universalmiddleware.cache.redis;

import io.universalmiddleware.contracts.id.ViewRef;

/**
 * Cache keys name what caches keep in Redis.
 *
 * @param prefix what all keys begin with, for instance {@code um:}
 */
record CacheKeys(String prefix) {

    /** Hash: epoch {@code e}, Redis process {@code r}, number of announcements in the epoch {@code n}. */
    String state() {
        return prefix + "cache:state";
    }

    /** Stream of announcements: id {@code {n}-1}, fields epoch {@code e}, version {@code v}, row {@code k}. */
    String announcements() {
        return prefix + "cache:announcements";
    }

    /**
     * Hash of a row's copy: epoch {@code e}, version {@code v}, body {@code b} (none for a negative entry), life {@code l}
     * and cost of a load {@code d}, both in milliseconds.
     */
    String copy(ViewRef ref) {
        return prefix + "view:" + text(ref);
    }

    /** Who loads the row for all. */
    String lease(ViewRef ref) {
        return prefix + "lease:" + text(ref);
    }

    /** {@code {tenant}/{view}/{key}}. */
    static String text(ViewRef ref) {
        return ref.tenant().value() + '/' + ref.view() + '/' + ref.key();
    }
}
