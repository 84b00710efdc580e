package io.universalmiddleware.gateway.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cookies between a browser and the platform, in which no tenant's origin has part: by one it holds a session, by another a login that a provider
 * is to finish.
 */
public final class PlatformCookie {
    public static final String SESSION = "__Host-um-session";
    public static final String LOGIN = "__Host-um-login";
    private static final Set<String> NAMES = Set.of(SESSION, LOGIN);
    private static final String PREFIX = "__Host-um-";

    private PlatformCookie() {}

    /** Whether one may be in a {@code Cookie} or {@code Set-Cookie}, at a glance. */
    public static boolean mayBeIn(String text) {
        return text.contains(PREFIX);
    }

    /** A {@code Cookie} without them: the same text if none can be in there, null if nothing else is. */
    public static @Nullable String removedFrom(String cookies) {
        if (!mayBeIn(cookies)) {
            return cookies;
        }
        StringBuilder rest = new StringBuilder(cookies.length());
        for (String pair : cookies.split(";", -1)) {
            if (!isNamed(pair)) {
                rest.append(rest.isEmpty() ? "" : "; ").append(pair.strip());
            }
        }
        return rest.isEmpty() ? null : rest.toString();
    }

    /** Whether a {@code Set-Cookie} is of one, or of one without a name that browsers may send as if it were. */
    public static boolean isSetBy(String cookie) {
        if (!mayBeIn(cookie)) {
            return false;
        }
        String pair = cookie.split(";", 2)[0].strip();
        return isNamed(pair.startsWith("=") ? pair.substring(1) : pair);
    }

    private static boolean isNamed(String pair) {
        return NAMES.contains(pair.split("=", 2)[0].strip());
    }
}
