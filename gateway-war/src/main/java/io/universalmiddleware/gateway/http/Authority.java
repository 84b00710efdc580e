package io.universalmiddleware.gateway.http;

import java.util.Locale;

/**
 * An authority is the host, and the port if one is given, to which a request is addressed.
 *
 * @param host lower case, without the dot of the root that a name may end with; an IPv6 address stands in brackets
 * @param port 1 to 65535, or -1 if none is given
 */
public record Authority(String host, int port) {
    private static final int MAX_LENGTH = 261;

    /** Reads a {@code Host} field. User information, empty hosts and empty ports are refused. */
    public static Checked<Authority> of(String text) {
        int colon = text.startsWith("[") ? text.indexOf(':', text.indexOf(']') + 1) : text.indexOf(':');
        String host = withoutRoot(colon < 0 ? text : text.substring(0, colon));
        int port = colon < 0 ? -1 : portOf(text, colon + 1);
        if (text.length() > MAX_LENGTH || port == 0 || !(isName(host) || isBracketed(host))) {
            return Checked.malformed("The host is not valid.");
        }
        return Checked.usable(new Authority(lowerCase(host), port));
    }

    /** The form of a {@code Host} field. */
    @Override
    public String toString() {
        return port < 0 ? host : host + ':' + port;
    }

    private static String withoutRoot(String host) {
        return host.endsWith(".") && !host.startsWith("[") ? host.substring(0, host.length() - 1) : host;
    }

    private static int portOf(String text, int from) {
        int port = 0;
        if (text.length() - from > 5) {
            return 0;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            port = port * 10 + c - '0';
        }
        return port <= 65_535 ? port : 0;
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!ok && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        return !host.isEmpty() && host.charAt(0) != '.' && !host.endsWith(".");
    }

    private static boolean isBracketed(String host) {
        if (host.length() < 4 || host.charAt(0) != '[' || host.charAt(host.length() - 1) != ']') {
            return false;
        }
        boolean colon = false;
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            colon |= c == ':';
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0 || c > 127) {
                return false;
            }
        }
        return colon;
    }

    private static String lowerCase(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 'A' && host.charAt(i) <= 'Z') {
                return host.toLowerCase(Locale.ROOT);
            }
        }
        return host;
    }
}
