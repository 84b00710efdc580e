package io.universalmiddleware.gateway.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request target is what a request asks for (RFC 9112, section 3.2): origin form or absolute form.
 *
 * @param path canonical
 * @param query without its question mark, as the client wrote it; null if there is none
 * @param authority from an absolute form; null in origin form
 */
public record RequestTarget(
        String path, @Nullable String query, @Nullable Authority authority) {

    /** Reads a target. Fragments and characters outside visible ASCII are refused. */
    public static Checked<RequestTarget> of(String text) {
        return of(text, CanonicalPath::of);
    }

    /**
     * Reads a target whose path servers may read differently, for a route that takes such paths: what is ambiguous stays as it
     * came.
     */
    public static Checked<RequestTarget> ofAmbiguous(String text) {
        return of(text, CanonicalPath::ofAmbiguous);
    }

    private static Checked<RequestTarget> of(String text, Function<String, Checked<String>> canonical) {
        return text.startsWith("/") ? originForm(text, null, canonical) : absoluteForm(text, canonical);
    }

    /** The form in which it is forwarded. */
    public String originForm() {
        return query == null ? path : path + '?' + query;
    }

    private static Checked<RequestTarget> absoluteForm(String text, Function<String, Checked<String>> canonical) {
        int start = text.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : text.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (start < 0) {
            return Checked.malformed("The request target is neither a path nor an absolute URI.");
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        String rest = text.substring(end);
        return Authority.of(text.substring(start, end))
                .flatMap(host -> originForm(rest.startsWith("/") ? rest : '/' + rest, host, canonical));
    }

    private static Checked<RequestTarget> originForm(
            String text, @Nullable Authority authority, Function<String, Checked<String>> canonical) {
        int mark = text.indexOf('?');
        String query = mark < 0 ? null : text.substring(mark + 1);
        if (query != null && !isQuery(query)) {
            return Checked.malformed("The query has a character that must not stand there.");
        }
        return canonical
                .apply(mark < 0 ? text : text.substring(0, mark))
                .map(path -> new RequestTarget(path, query, authority));
    }

    private static boolean isQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }
}
