package io.universalmiddleware.gateway.identity.authorize;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser is sent with an answer. Each names the issuer, so that no other's answer is taken for it (RFC 9207).
 *
 * @param uri one of the application's
 * @param state of the request; null if it had none
 */
record ReturnAddress(String uri, @Nullable String state, String issuer) {
    private static final Pattern WEB = Pattern.compile("https?://[A-Za-z0-9.-]+(?::[0-9]+)?");

    /** With a code (RFC 6749, section 4.1.2). */
    String withCode(String code) {
        return with(new LinkedHashMap<>(Map.of("code", code)));
    }

    /** With an error (section 4.1.2.1). */
    String withError(AuthorizationError error) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("error", error.code());
        answer.put("error_description", error.description());
        return with(answer);
    }

    /**
     * What a page's forms may lead to, so that they may lead here: an origin, or a scheme (Content Security Policy 3, section 2.3.1, which
     * knows no addresses of IPv6).
     */
    String source() {
        Matcher web = WEB.matcher(uri);
        return web.lookingAt() ? web.group() : uri.substring(0, uri.indexOf(':') + 1);
    }

    private String with(Map<String, String> answer) {
        if (state != null) {
            answer.put("state", state);
        }
        answer.put("iss", issuer);
        return uri
                + (uri.indexOf('?') < 0 ? '?' : '&')
                + answer.entrySet().stream()
                        .map(pair -> pair.getKey() + '=' + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
