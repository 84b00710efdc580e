package io.universalmiddleware.gateway.caching.store;

import io.universalmiddleware.gateway.caching.rule.Terms;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.List;

/**
 * A stored response is an answer of an origin as the cache keeps it; nobody writes to it or to its body.
 *
 * @param stamp tells it from every other one that was stored under its key
 * @param initialAge its age when it came, in milliseconds
 * @param receivedAt when it came, in milliseconds since 1970
 * @param path canonical, for purges by prefix
 * @param tags by which it is purged, {@link PurgeTags its own} among them
 */
public record StoredResponse(
        String stamp,
        int status,
        FieldList fields,
        @SuppressWarnings("ArrayRecordComponent") byte[] body, // shared with every reader on purpose
        Terms terms,
        long initialAge,
        long receivedAt,
        String path,
        List<String> tags) {
    /** Nothing is kept for longer: the marks of purges live as long. */
    public static final long LONGEST_MILLIS = 7 * 86_400_000L;

    private static final long DAY = 86_400_000L;
    private static final long MINUTE = 60_000L;

    /** Its age now, in milliseconds. */
    public long age(long now) {
        return initialAge + Math.max(0, now - receivedAt);
    }

    /**
     * How long it is worth keeping from now, in milliseconds: while it may be used, and beyond that for a while if the origin can be
     * asked whether it is still the same.
     */
    public long keep(long now) {
        boolean validates = fields.has("ETag") || fields.has("Last-Modified");
        long grace = validates ? Math.max(MINUTE, Math.min(DAY, terms.lifetime())) : 0;
        return Math.max(1, Math.min(LONGEST_MILLIS, terms.usable() + grace - age(now)));
    }

    /** Estimated bytes in memory. */
    int weight() {
        long tagged = tags.stream().mapToLong(tag -> 48L + tag.length()).sum();
        return (int) Math.min(Integer.MAX_VALUE, 600L + body.length + 2L * fields.length() + tagged);
    }
}
