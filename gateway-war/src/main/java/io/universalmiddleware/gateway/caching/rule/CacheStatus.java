package io.universalmiddleware.gateway.caching.rule;

import org.jspecify.annotations.Nullable;

/** The value of {@code Cache-Status} by which this cache says what it did (RFC 9211). */
public final class CacheStatus {
    public static final String FIELD = "Cache-Status";
    private static final String NAME = "um-edge";

    private CacheStatus() {}

    /** @param left milliseconds until it becomes stale; negative if it has been for so long */
    public static String hit(long left) {
        return NAME + "; hit" + ttl(left);
    }

    /**
     * The request went on to the origin.
     *
     * @param why {@code bypass}, {@code method}, {@code uri-miss}, {@code vary-miss}, {@code request} or {@code stale}
     * @param status of the origin; 0 if it is not known
     * @param collapsed whether it was another request whose answer this is
     * @param detail why it was not stored; null if there is nothing to say
     */
    public static String forwarded(String why, int status, boolean stored, boolean collapsed, @Nullable String detail) {
        StringBuilder text = new StringBuilder(NAME).append("; fwd=").append(why);
        if (status != 0) {
            text.append("; fwd-status=").append(status);
        }
        if (stored) {
            text.append("; stored");
        }
        if (collapsed) {
            text.append("; collapsed");
        }
        if (detail != null) {
            text.append("; detail=").append(detail);
        }
        return text.toString();
    }

    /**
     * The request went on to the origin, which failed: this cache answers with what is stored.
     *
     * @param status of the origin; 0 if it gave none
     * @param left milliseconds until what is stored becomes stale; negative if it has been for so long
     */
    public static String instead(String why, int status, boolean collapsed, long left) {
        return forwarded(why, status, false, collapsed, null) + ttl(left);
    }

    private static String ttl(long left) {
        return "; ttl=" + Math.floorDiv(left, 1000);
    }
}
