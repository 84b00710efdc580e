package io.universalmiddleware.gateway.http;

/** The characters that HTTP allows in names and values (RFC 9110, sections 5.1, 5.5 and 5.6.2). */
public final class FieldSyntax {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 32] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private FieldSyntax() {}

    public static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /** Whether the text is a token: a method or a field name. */
    public static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /** Whether the character may stand in a field value: tab, space, visible ASCII, 0x80 to 0xFF. */
    public static boolean isValueChar(int c) {
        return (c >= 0x20 && c != 0x7F && c <= 0xFF) || c == '\t';
    }

    /** Whether the text may be emitted as a field value. Never true for a text with CR, LF or NUL. */
    public static boolean isValue(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isValueChar(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Refuses what must not be written into a message.
     *
     * @throws IllegalArgumentException if the name is no token, or the value has a character that must not stand there
     */
    public static void check(String name, String value) {
        if (!isToken(name) || !isValue(value)) {
            throw new IllegalArgumentException("not a valid field: " + (isToken(name) ? name : "its name is no token"));
        }
    }
}
