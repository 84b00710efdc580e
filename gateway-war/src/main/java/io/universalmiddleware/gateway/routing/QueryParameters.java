package io.universalmiddleware.gateway.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, read as forms write them. */
final class QueryParameters {
    private QueryParameters() {}

    /** Every value of a parameter, decoded. What is not decodable stands for itself. */
    static List<String> all(@Nullable String query, String name) {
        List<String> values = new ArrayList<>(1);
        int from = 0;
        while (query != null && from <= query.length()) {
            int and = query.indexOf('&', from);
            int end = and < 0 ? query.length() : and;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd > from && decoded(query.substring(from, nameEnd)).equals(name)) {
                values.add(nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end)));
            }
            from = end + 1;
        }
        return values;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
