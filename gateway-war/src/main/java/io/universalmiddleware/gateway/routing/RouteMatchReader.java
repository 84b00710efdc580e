package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a {@link RouteMatch} out of its section. */
final class RouteMatchReader {
    private static final Map<String, Function<String, PathPattern>> PATHS = Map.of(
            "path", PathPattern::exact,
            "prefix", PathPattern::prefix,
            "template", PathPattern::template,
            "regex", PathPattern::regex);
    private static final int MAX_PATTERN = 1_000;
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private RouteMatchReader() {}

    static RouteMatch read(Section in) {
        Map<String, String> headers = in.map("headers");
        for (Map.Entry<String, String> field : headers.entrySet()) {
            if (!FieldSyntax.isToken(field.getKey())) {
                in.violation("headers", field.getKey(), "expected the name of a field");
            } else if (!FieldSyntax.isValue(field.getValue())) {
                in.violation("headers", field.getKey(), "expected the value of a field, or *");
            }
        }
        return new RouteMatch(path(in), methods(in), hosts(in), headers, in.map("query"));
    }

    private static PathPattern path(Section in) {
        PathPattern pattern = PathPattern.prefix("/");
        int said = 0;
        for (String way : List.of("path", "prefix", "template", "regex")) {
            String text = in.text(way);
            said += in.has(way) ? 1 : 0;
            if (text != null && text.length() > MAX_PATTERN) {
                in.violation(way, "expected at most " + MAX_PATTERN + " characters");
            } else if (text != null) {
                pattern = pattern(in, way, text, pattern);
            }
        }
        if (said != 1) {
            in.violation("expected exactly one of path, prefix, template and regex");
        }
        return pattern;
    }

    private static PathPattern pattern(Section in, String way, String text, PathPattern fallback) {
        try {
            return PATHS.getOrDefault(way, PathPattern::exact).apply(text);
        } catch (IllegalArgumentException invalid) {
            in.violation(way, String.valueOf(invalid.getMessage()));
            return fallback;
        }
    }

    private static Set<String> methods(Section in) {
        List<String> methods = in.texts("methods");
        for (int i = 0; i < methods.size(); i++) {
            if (!FieldSyntax.isToken(methods.get(i))
                    || methods.get(i).chars().anyMatch(Character::isLowerCase)
                    || methods.get(i).length() > 40) {
                in.violation("methods", i, "expected a method such as GET");
            }
        }
        return new HashSet<>(methods);
    }

    private static List<String> hosts(Section in) {
        List<String> hosts = in.texts("hosts");
        for (int i = 0; i < hosts.size(); i++) {
            if (!HOST.matcher(hosts.get(i)).matches()) {
                in.violation("hosts", i, "expected a host such as a.example or *.example, in lower case");
            }
        }
        return hosts;
    }
}
