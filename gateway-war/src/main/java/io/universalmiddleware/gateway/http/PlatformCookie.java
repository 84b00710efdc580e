package io.universalmiddleware.gateway.http;

import org.jspecify.annotations.Nullable;

/** The cookie by which a browser holds a session of the platform: between those two, and no tenant's origin has part in it. */
public final class PlatformCookie {
    public static final String NAME = "__Host-um-session";

    private PlatformCookie() {}

    /** A {@code Cookie} without it: the same text if it is not in there, null if nothing else is. */
    public static @Nullable String removedFrom(String cookies) {
        if (!cookies.contains(NAME)) {
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

    /** Whether a {@code Set-Cookie} is of it. */
    public static boolean isSetBy(String cookie) {
        return cookie.contains(NAME) && isNamed(cookie.split(";", 2)[0]);
    }

    private static boolean isNamed(String pair) {
        return pair.split("=", 2)[0].strip().equals(NAME);
    }
}
