package io.universalmiddleware.runtime.identity;

import org.jspecify.annotations.Nullable;

/** Where a request came from, as the edge in front of this listener says; whoever reaches the listener past the edge may say anything. */
public final class ClientAddress {
    /** The field in which the edge says it. */
    public static final String FIELD = "X-Forwarded-For";

    private static final int LONGEST = 100;

    private ClientAddress() {}

    /** The client's address, which the edge puts first; the proxies that it believes come after. Empty if it is not said. */
    public static String of(@Nullable String forwardedFor) {
        if (forwardedFor == null) {
            return "";
        }
        String first = forwardedFor.split(",", 2)[0].strip();
        return first.length() > LONGEST ? first.substring(0, LONGEST) : first;
    }
}
