package io.universalmiddleware.cache.reading;

import io.universalmiddleware.contracts.id.TenantId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A view call is the request for a row, as any of the doors takes it.
 *
 * @param token the text of a {@code Consistency-Token}
 * @param ifNoneMatch entity tags that the client has
 * @param fresh whether no cache may answer: {@code Cache-Control: no-cache} (RFC 9111, section 5.2.1.4)
 * @param path of the request, for problems
 */
record ViewCall(
        TenantId tenant,
        String view,
        String key,
        @Nullable String token,
        @Nullable String ifNoneMatch,
        boolean fresh,
        String path,
        @Nullable String requestId) {
    private static final Pattern NO_CACHE = Pattern.compile("(^|,)\\s*no-cache\\s*(,|$)", Pattern.CASE_INSENSITIVE);

    /** Whether a {@code Cache-Control} of a request asks for PostgreSQL's row. */
    static boolean asksForFresh(@Nullable String cacheControl) {
        return cacheControl != null && NO_CACHE.matcher(cacheControl).find();
    }
}
