package io.universalmiddleware.gateway.validating;

import io.universalmiddleware.gateway.rewriting.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one parameter of a query, decoded, in their order. */
final class QueryValues {
    private QueryValues() {}

    static List<String> of(@Nullable String query, String name) {
        if (query == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>(1);
        for (int from = 0; from <= query.length(); ) {
            int and = query.indexOf('&', from);
            int end = and < 0 ? query.length() : and;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd > from
                    && QueryText.decode(query.substring(from, nameEnd)).equals(name)) {
                values.add(nameEnd == end ? "" : QueryText.decode(query.substring(nameEnd + 1, end)));
            }
            from = end + 1;
        }
        return values;
    }
}
