package io.universalmiddleware.gateway.identity.authorize;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The redirect URIs of an application: compared as text (RFC 9700, section 2.1). Of one that is a loopback address of this machine the port may be
 * any, since a program there listens where it can (RFC 8252, section 7.3).
 */
final class RedirectUris {
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::[0-9]{1,5})?(/[^#]*)?");

    private static final Pattern WEB = Pattern.compile("https?://[A-Za-z0-9.-]+(?::[0-9]+)?");

    private RedirectUris() {}

    /** Whether a request may name it. */
    static boolean contain(List<String> registered, String asked) {
        return registered.contains(asked)
                || registered.stream()
                        .anyMatch(uri -> isLoopback(uri) && withoutPort(uri).equals(withoutPort(asked)));
    }

    /** One of them with parameters in its query. */
    static String with(String uri, Map<String, String> parameters) {
        return uri
                + (uri.indexOf('?') < 0 ? '?' : '&')
                + parameters.entrySet().stream()
                        .map(pair -> pair.getKey() + '=' + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /**
     * What a page's forms may lead to, so that they may lead to one of them: an origin, or a scheme (Content Security Policy 3, section 2.3.1,
     * which knows no addresses of IPv6).
     */
    static String source(String uri) {
        Matcher web = WEB.matcher(uri);
        return web.lookingAt() ? web.group() : uri.substring(0, uri.indexOf(':') + 1);
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
