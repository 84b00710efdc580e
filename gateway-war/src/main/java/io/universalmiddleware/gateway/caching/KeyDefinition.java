package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.document.Section;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What requests of a route are told apart by, beside tenant, route, scheme, host and path, which always count.
 *
 * @param parameters names of query parameters, sorted; see the rule
 * @param headers names of request fields in lower case
 * @param cookies names of cookies
 * @param caller whether every caller has answers of his own
 */
public record KeyDefinition(
        QueryRule query, List<String> parameters, List<String> headers, List<String> cookies, boolean caller) {

    /** Which parameters of the query count. */
    public enum QueryRule {
        /** The query as it came. */
        ALL,
        /** None. */
        NONE,
        /** Those that are named, in the order of their names. */
        ALLOW,
        /** All but those that are named, in the order of their names. */
        DENY
    }

    /** By the target alone. */
    static final KeyDefinition TARGET = new KeyDefinition(QueryRule.ALL, List.of(), List.of(), List.of(), false);

    /** The words of a rule that needs no names. */
    enum Word {
        ALL,
        NONE
    }

    static KeyDefinition read(Section in) {
        QueryRule rule = QueryRule.ALL;
        List<String> parameters = List.of();
        if (in.isObject("query")) {
            Section query = in.object("query").orElseThrow();
            boolean allow = query.has("allow");
            if (allow == query.has("deny")) {
                in.violation("query", "expected either allow or deny");
            }
            rule = allow ? QueryRule.ALLOW : QueryRule.DENY;
            List<String> allowed = query.texts("allow");
            List<String> denied = query.texts("deny");
            parameters = List.copyOf(new TreeSet<>(allow ? allowed : denied));
        } else if (in.choice("query", Word.class, Word.ALL) == Word.NONE) {
            rule = QueryRule.NONE;
        }
        List<String> headers = in.texts("headers").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
        return new KeyDefinition(
                rule,
                parameters,
                headers,
                in.texts("cookies").stream().sorted().distinct().toList(),
                in.flag("caller", false));
    }
}
