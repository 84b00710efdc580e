package io.universalmiddleware.gateway.versioning;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.rewriting.Rewrite;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An API version is one of those that a route serves.
 *
 * @param name such as {@code 2} or {@code 2024-06-01}
 * @param origin that serves it; null for the route's
 * @param rewrite instead of the route's; null for the route's
 * @param deprecated since when it should not be used; null if it may be
 * @param sunset from when it is gone (410); null if that is not known
 * @param link fields that tell more, ready to be sent
 */
record ApiVersion(
        String name,
        @Nullable String origin,
        @Nullable Rewrite rewrite,
        @Nullable Instant deprecated,
        @Nullable Instant sunset,
        List<String> link) {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    ApiVersion {
        link = List.copyOf(link);
    }

    static ApiVersion read(Section in) {
        String name = in.required("name");
        if (!isName(name)) {
            in.violation("name", "expected 1 to 32 letters, digits, points, - or _, such as 2 or 2024-06-01");
        }
        Instant deprecated = instant(in, "deprecated");
        Instant sunset = instant(in, "sunset");
        if (deprecated != null && sunset != null && sunset.isBefore(deprecated)) {
            in.violation("sunset", "expected a time after deprecated (RFC 9745, section 4)");
        }
        List<String> link = new ArrayList<>();
        link(in, "documentation", "deprecation", link);
        link(in, "policy", "sunset", link);
        link(in, "successor", "successor-version", link);
        ApiVersion read = new ApiVersion(
                name,
                in.text("origin"),
                in.object("rewrite").map(Rewrite::read).orElse(null),
                deprecated,
                sunset,
                link);
        return read;
    }

    boolean isGone(Instant now) {
        return sunset != null && !now.isBefore(sunset);
    }

    boolean isEnding() {
        return deprecated != null || sunset != null;
    }

    /** Tells a caller of its end: {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594), {@code Link}. */
    void tell(Fields answer) {
        if (deprecated != null) {
            answer.set("Deprecation", "@" + deprecated.getEpochSecond());
        }
        if (sunset != null) {
            answer.set("Sunset", HTTP_DATE.format(sunset));
        }
        for (String one : link) {
            answer.add("Link", one);
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 32
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '-'
                                || c == '_');
    }

    private static @Nullable Instant instant(Section in, String field) {
        String text = in.text(field);
        try {
            return text == null ? null : Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
        } catch (DateTimeParseException invalid) {
            in.violation(field, "expected a time such as 2027-01-31T00:00:00Z or a day such as 2027-01-31");
            return null;
        }
    }

    private static void link(Section in, String field, String relation, List<String> link) {
        String uri = in.text(field);
        if (uri == null) {
            return;
        }
        try {
            String text = new URI(uri).toASCIIString();
            if (text.isEmpty() || text.indexOf('>') >= 0 || !FieldSyntax.isValue(text)) {
                throw new URISyntaxException(uri, "not for a field");
            }
            link.add('<' + text + ">; rel=\"" + relation + '"');
        } catch (URISyntaxException invalid) {
            in.violation(field, "expected a URI");
        }
    }
}
