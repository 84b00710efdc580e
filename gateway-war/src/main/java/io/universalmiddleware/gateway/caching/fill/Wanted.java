package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.caching.store.CacheKey;
import io.universalmiddleware.gateway.caching.store.Owner;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to have in the cache.
 *
 * @param base key without regard to variants
 * @param key base, or the variant where it is known that there are some
 * @param vary by which answers are known to vary
 * @param request fields of the request
 * @param path that clients ask for, canonical
 * @param query as it is in the key; null if there is none
 * @param tags of the route
 * @param maxBytes of a body
 * @param stale what is stored already, and is not to be used without asking the origin; null if nothing is
 * @param anew whether the origin is to be asked whatever is stored
 * @param asking asks the origin
 */
public record Wanted(
        CacheKey base,
        CacheKey key,
        Vary vary,
        FieldList request,
        String route,
        String path,
        @Nullable String query,
        Storing storing,
        Collection<String> tags,
        int maxBytes,
        @Nullable StoredResponse stale,
        boolean anew,
        Owner owner,
        Asking asking) {}
