package io.universalmiddleware.gateway.caching.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag names one representation (RFC 9110, section 8.8.3).
 *
 * @param opaque with its quotes
 */
public record EntityTag(boolean weak, String opaque) {

    /** The tag; null if the text is none. */
    public static @Nullable EntityTag of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String tag = text.strip();
        boolean weak = tag.startsWith("W/");
        String opaque = weak ? tag.substring(2) : tag;
        boolean quoted =
                opaque.length() >= 2 && opaque.charAt(0) == '"' && opaque.indexOf('"', 1) == opaque.length() - 1;
        return quoted ? new EntityTag(weak, opaque) : null;
    }

    /** For {@code If-Range}: the same, byte for byte. */
    public boolean isStrongly(@Nullable EntityTag other) {
        return other != null && !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** For {@code If-None-Match}: the same meaning. */
    public boolean isWeakly(@Nullable EntityTag other) {
        return other != null && opaque.equals(other.opaque);
    }

    /** Whether one of a list of tags is weakly this; commas may stand inside tags. */
    boolean isAmong(List<String> lists) {
        for (String list : lists) {
            int at = 0;
            while (at < list.length()) {
                int open = list.indexOf('"', at);
                int close = open < 0 ? -1 : list.indexOf('"', open + 1);
                if (close < 0) {
                    break;
                }
                if (close - open + 1 == opaque.length() && list.regionMatches(open, opaque, 0, opaque.length())) {
                    return true;
                }
                at = close + 1;
            }
        }
        return false;
    }
}
