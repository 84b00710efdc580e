package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.store.NearStore;
import io.universalmiddleware.gateway.caching.store.Purge;
import io.universalmiddleware.gateway.caching.store.PurgeFollowing;
import io.universalmiddleware.gateway.caching.store.PurgeTags;
import io.universalmiddleware.gateway.caching.store.SharedStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Purging makes stored answers of a tenant unusable (hard), or stale (soft: they are validated before their next use, and still
 * serve if the origin fails).
 *
 * <p>When the stage is complete, no answer that was made before the purge is taken from Redis by anyone, nor from this node's
 * near cache; other nodes' near caches follow within milliseconds. An answer that an origin was asked for before the purge is
 * never stored after it. If Redis is away the stage fails: then only this node has purged.
 */
public final class Purging {
    private static final long FOLLOWS_WITHIN_MILLIS = 1000;

    private final NearStore near;
    private final SharedStore shared;
    private final PurgeFollowing following;

    Purging(NearStore near, SharedStore shared, PurgeFollowing following) {
        this.near = near;
        this.shared = shared;
        this.following = following;
    }

    /** @param target a canonical path: with every query and variant; or a path with a query: that one, in every variant */
    public CompletionStage<Void> key(String tenant, String target, boolean soft) {
        return purge(List.of(Purge.ofTag(tenant, PurgeTags.ofTarget(target), soft)));
    }

    /** @param prefix what the canonical paths begin with */
    public CompletionStage<Void> prefix(String tenant, String prefix, boolean soft) {
        return purge(List.of(
                prefix.equals("/")
                        ? Purge.ofTag(tenant, PurgeTags.everything(), soft)
                        : Purge.ofPrefix(tenant, prefix, soft)));
    }

    /** @param tag that the origin gave, or the route */
    public CompletionStage<Void> tag(String tenant, String tag, boolean soft) {
        return purge(List.of(Purge.ofTag(tenant, tag, soft)));
    }

    public CompletionStage<Void> route(String tenant, String route, boolean soft) {
        return purge(List.of(Purge.ofTag(tenant, PurgeTags.ofRoute(route), soft)));
    }

    /** Forgets at once what was stored under targets that an unsafe request has changed; where Redis is away, on this node alone. */
    void invalidate(String tenant, List<String> targets) {
        List<Purge> purges = targets.stream()
                .map(target -> Purge.ofTag(tenant, PurgeTags.ofTarget(target), false))
                .toList();
        purges.forEach(near::apply);
        if (shared.isThere()) {
            var unused = shared.purge(purges).exceptionally(away -> null);
        }
    }

    private CompletableFuture<Void> purge(List<Purge> purges) {
        if (!shared.isThere()) {
            purges.forEach(near::apply);
            return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
        }
        return shared.purge(purges)
                .whenComplete((number, away) -> {
                    if (away != null) {
                        purges.forEach(near::apply);
                    }
                })
                .thenCompose(number -> following
                        .reached(number)
                        .orTimeout(FOLLOWS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                        .exceptionally(late -> {
                            purges.forEach(near::apply);
                            return null;
                        }));
    }
}
