package io.universalmiddleware.gateway.webhook;

import io.universalmiddleware.gateway.document.Section;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Header fields that an endpoint's author adds to its requests: none that says where a request goes, how long it is, or who signed it. */
final class ExtraHeaders {
    private static final int MOST = 20;
    private static final int LONGEST = 1_000;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ !-~]*[!-~])?");
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "expect",
            "forwarded",
            "host",
            "http2-settings",
            "keep-alive",
            "max-forwards",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via");

    private ExtraHeaders() {}

    static Map<String, String> read(Section in, String field) {
        Map<String, String> headers = in.map(field);
        if (headers.size() > MOST) {
            in.violation(field, "expected at most " + MOST);
        }
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                in.violation(field, name, "expected the name of a header field");
            } else if (OURS.contains(lower)
                    || lower.startsWith("webhook-")
                    || lower.startsWith("proxy-")
                    || lower.startsWith("x-forwarded-")) {
                in.violation(field, name, "is the platform's to set");
            } else if (!names.add(lower)) {
                in.violation(field, name, "is there twice");
            } else if (value.length() > LONGEST || !VALUE.matcher(value).matches()) {
                in.violation(
                        field, name, "expected 1 to " + LONGEST + " visible ASCII characters and spaces between them");
            }
        });
        return headers;
    }
}
