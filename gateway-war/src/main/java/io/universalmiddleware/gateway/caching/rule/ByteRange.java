package io.universalmiddleware.gateway.caching.rule;

import io.universalmiddleware.gateway.http.Fields;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A byte range is the part of a stored body that a request asks for (RFC 9110, section 14).
 *
 * @param from first byte
 * @param to behind the last byte; not above {@code from} if nothing of the body is in the range
 */
public record ByteRange(int from, int to) {

    /** The range of a request, when it asks for one and it applies; null means that the whole is the answer. */
    public static @Nullable ByteRange of(Fields request, Fields stored, int length) {
        String text = request.get("Range");
        if (text == null || !text.regionMatches(true, 0, "bytes=", 0, 6) || !applies(request, stored)) {
            return null;
        }
        String spec = text.substring(6).strip();
        int dash = spec.indexOf('-');
        if (dash < 0 || spec.indexOf(',') >= 0) {
            return null;
        }
        long first = number(spec.substring(0, dash));
        long last = number(spec.substring(dash + 1));
        if (first == INVALID || last == INVALID || (first == NONE && last == NONE)) {
            return null;
        }
        if (first == NONE) {
            return new ByteRange((int) Math.max(0, length - last), last == 0 ? 0 : length);
        }
        if (last != NONE && last < first) {
            return null;
        }
        long to = last == NONE ? length : Math.min(length, last + 1);
        return new ByteRange((int) Math.min(first, length), (int) to);
    }

    private static final long NONE = -1;
    private static final long INVALID = -2;

    /** Whether anything of the body is in it; else 416 is the answer. */
    public boolean isSatisfiable() {
        return from < to;
    }

    /** The value of {@code Content-Range}. */
    public String contentRange(int length) {
        return isSatisfiable() ? "bytes " + from + '-' + (to - 1) + '/' + length : "bytes */" + length;
    }

    /** {@code If-Range} asks for the whole if the representation is another one (section 13.1.5). */
    private static boolean applies(Fields request, Fields stored) {
        String condition = request.get("If-Range");
        if (condition == null) {
            return true;
        }
        @Nullable EntityTag wanted = EntityTag.of(condition);
        if (wanted != null) {
            return wanted.isStrongly(EntityTag.of(stored.get("ETag")));
        }
        OptionalLong date = HttpDate.parse(condition);
        OptionalLong modified = HttpDate.parse(stored.get("Last-Modified"));
        OptionalLong made = HttpDate.parse(stored.get("Date"));
        return date.isPresent()
                && modified.isPresent()
                && date.getAsLong() == modified.getAsLong()
                && made.isPresent()
                && made.getAsLong() - modified.getAsLong() >= 1000;
    }

    private static long number(String text) {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = Math.min(Integer.MAX_VALUE - 1L, value * 10 + digit);
        }
        return value;
    }
}
