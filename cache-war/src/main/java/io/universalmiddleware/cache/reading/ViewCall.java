package io.universalmiddleware.cache.reading;

import io.universalmiddleware.contracts.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A view call is the request for a row, as any of the doors takes it.
 *
 * @param token the text of a {@code Consistency-Token}
 * @param ifNoneMatch entity tags that the client has
 * @param path of the request, for problems
 */
record ViewCall(
        TenantId tenant,
        String view,
        String key,
        @Nullable String token,
        @Nullable String ifNoneMatch,
        String path,
        @Nullable String requestId) {}
