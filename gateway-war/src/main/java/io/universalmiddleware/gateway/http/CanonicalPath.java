package io.universalmiddleware.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The canonical path is the one spelling of a path that is matched, authorised, used as a key and forwarded.
 *
 * <p>Escapes of unreserved characters are decoded, other escapes stand in upper case, dot segments are resolved
 * (RFC 3986, section 6.2.2). What another server might read differently is refused: escaped slashes, backslashes, dots,
 * semicolons, controls and percent signs that hide an escape, path parameters, empty segments, text that is not UTF-8.
 * The canonical path of a canonical path is itself.
 */
final class CanonicalPath {
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            PLAIN[c] = isUnreserved(c) || "!$&'()*+,=:@/".indexOf(c) >= 0;
        }
    }

    private CanonicalPath() {}

    static Checked<String> of(String raw) {
        return of(raw, false);
    }

    /**
     * Takes ambiguous paths too: escaped slashes, backslashes and semicolons stay escaped, path parameters and empty segments
     * stay. Escaped dots are dots, and controls are refused as ever.
     */
    static Checked<String> ofAmbiguous(String raw) {
        return of(raw, true);
    }

    private static Checked<String> of(String raw, boolean ambiguous) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return Checked.malformed("The path must begin with a slash.");
        }
        boolean dotSegments = false;
        boolean escapes = false;
        char before = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                escapes = true;
            } else if ((c >= 128 || !PLAIN[c]) && !(ambiguous && c == ';')) {
                return Checked.malformed("The path has a character that must not stand there.");
            }
            if (before == '/') {
                if (c == '/' && !ambiguous) {
                    return Checked.malformed("The path has an empty segment.");
                }
                dotSegments |= c == '.';
            }
            before = c;
        }
        Checked<String> decoded = escapes ? normaliseEscapes(raw, ambiguous) : Checked.usable(raw);
        return (dotSegments || (ambiguous && escapes)) && decoded instanceof Checked.Usable<String> usable
                ? resolveDotSegments(usable.value(), ambiguous)
                : decoded;
    }

    private static Checked<String> normaliseEscapes(String raw, boolean ambiguous) {
        StringBuilder path = new StringBuilder(raw.length());
        ByteBuffer octets = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                path.append(c);
                octets.put((byte) c);
                continue;
            }
            int octet = escapeAt(raw, i);
            if (octet < 0) {
                return Checked.malformed("The path has an escape that is not two hexadecimal digits.");
            }
            if (isControl(octet) || (isAmbiguous(octet) && !ambiguous)) {
                return Checked.malformed("The path has an escape that servers read differently.");
            }
            octets.put((byte) octet);
            if (isUnreserved((char) octet)) {
                path.append((char) octet);
            } else {
                path.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
            }
            i += 2;
        }
        if (hidesAnEscape(path) && !ambiguous) {
            return Checked.malformed("The path has an escape within an escape.");
        }
        return isUtf8(octets.flip())
                ? Checked.usable(path.toString())
                : Checked.malformed("The path's escapes are not UTF-8.");
    }

    /** Whether something is an escape for who decodes twice. */
    private static boolean hidesAnEscape(StringBuilder path) {
        for (int at = path.indexOf("%25"); at >= 0; at = path.indexOf("%25", at + 3)) {
            if (escapeAt(path, at + 2) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(int octet) {
        return octet < 0x20 || octet == 0x7F;
    }

    private static boolean isAmbiguous(int octet) {
        return octet == '/' || octet == '\\' || octet == '.' || octet == ';';
    }

    /** The octet that the two characters after the position stand for, or -1. */
    private static int escapeAt(CharSequence text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(percent + 1));
        int low = digit(text.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble);
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static boolean isUtf8(ByteBuffer octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(octets);
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private static Checked<String> resolveDotSegments(String path, boolean ambiguous) {
        Deque<String> segments = new ArrayDeque<>();
        int from = 1;
        boolean directory = false;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, end);
            boolean kept = segment.isEmpty() && ambiguous && slash >= 0;
            directory = !kept && (segment.isEmpty() || segment.equals(".") || segment.equals(".."));
            if (!directory) {
                segments.addLast(segment);
            } else if (segment.equals("..") && segments.pollLast() == null) {
                return Checked.malformed("The path leads above the root.");
            }
            from = end + 1;
        }
        StringBuilder resolved = new StringBuilder(path.length());
        for (String segment : segments) {
            resolved.append('/').append(segment);
        }
        return Checked.usable(directory ? resolved.append('/').toString() : resolved.toString());
    }
}
