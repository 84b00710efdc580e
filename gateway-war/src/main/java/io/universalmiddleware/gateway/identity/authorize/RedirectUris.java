package io.universalmiddleware.gateway.identity.authorize;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The redirect URIs of an application: compared as text (RFC 9700, section 2.1). Of one that is a loopback address of this machine the port may be
 * any, since a program there listens where it can (RFC 8252, section 7.3).
 */
final class RedirectUris {
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::[0-9]{1,5})?(/[^#]*)?");

    private RedirectUris() {}

    /** Whether a request may name it. */
    static boolean contain(List<String> registered, String asked) {
        return registered.contains(asked)
                || registered.stream()
                        .anyMatch(uri -> isLoopback(uri) && withoutPort(uri).equals(withoutPort(asked)));
    }

    private static boolean isLoopback(String uri) {
        return LOOPBACK.matcher(uri).matches();
    }

    /** The text itself, if it is no such address. */
    private static String withoutPort(String uri) {
        Matcher loopback = LOOPBACK.matcher(uri);
        return loopback.matches() ? loopback.group(1) + (loopback.group(2) == null ? "" : loopback.group(2)) : uri;
    }
}
