package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.RequestTarget;
import io.universalmiddleware.gateway.pattern.LinearPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path pattern is a set of canonical paths. In the order of their kinds here, the former are the more specific.
 *
 * <p>Made by the factories, which say what they take and throw {@link IllegalArgumentException} with a sentence for whoever
 * wrote the pattern.
 */
public sealed interface PathPattern {

    /** One path. */
    record Exact(String path) implements PathPattern {}

    /**
     * Paths of a form such as {@code /users/{id}/orders}.
     *
     * @param segments what stands between the slashes; null for a parameter, which any segment that is not empty meets
     * @param open whether more segments may follow, at least one: {@code /files/{path*}}
     */
    record Template(String text, List<@Nullable String> segments, boolean open) implements PathPattern {}

    /**
     * A path and everything below it, behind a slash.
     *
     * @param path without a slash at its end; empty for everything
     */
    record Prefix(String path) implements PathPattern {}

    /**
     * Paths that a regular expression matches as a whole, in time that grows with the path's length alone (RE2).
     *
     * @param literal what every path of it begins with, up to a whole segment
     */
    record Regex(LinearPattern pattern, String literal) implements PathPattern {}

    static PathPattern exact(String path) {
        return new Exact(canonical(path));
    }

    static PathPattern prefix(String path) {
        String canonical = canonical(path);
        return new Prefix(canonical.endsWith("/") ? canonical.substring(0, canonical.length() - 1) : canonical);
    }

    static PathPattern template(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("must begin with a slash");
        }
        List<@Nullable String> segments = new ArrayList<>();
        boolean open = false;
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean parameter = part.startsWith("{") && part.endsWith("}");
            if (parameter && part.endsWith("*}")) {
                if (i < parts.length - 1) {
                    throw new IllegalArgumentException("{name*} may only stand at the end");
                }
                open = true;
            } else if (parameter) {
                segments.add(null);
            } else if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
                throw new IllegalArgumentException("a parameter such as {name} must be a whole segment");
            } else {
                segments.add(segment(part));
            }
        }
        return new Template(text, segments, open);
    }

    static PathPattern regex(String expression) {
        return new Regex(LinearPattern.of(expression), literalOf(expression));
    }

    private static String segment(String part) {
        String canonical = part.isEmpty() ? "" : canonical('/' + part).substring(1);
        if (canonical.isEmpty() != part.isEmpty()) {
            throw new IllegalArgumentException("must have no segments of dots");
        }
        return canonical;
    }

    private static String canonical(String path) {
        if (RequestTarget.of(path) instanceof Checked.Usable<RequestTarget> usable
                && usable.value().query() == null
                && usable.value().authority() == null) {
            return usable.value().path();
        }
        throw new IllegalArgumentException("must be a path such as /a/b, without ambiguous escapes");
    }

    /** The literal segments with which an expression begins, as far as that is seen easily. */
    private static String literalOf(String expression) {
        int from = expression.startsWith("^") ? 1 : 0;
        if (expression.indexOf('|') >= 0 || expression.startsWith("(?", from)) {
            return "";
        }
        int end = from;
        while (end < expression.length() && isLiteral(expression.charAt(end))) {
            end++;
        }
        if (end < expression.length() && "?*+{".indexOf(expression.charAt(end)) >= 0) {
            end--; // what is repeated may be absent
        }
        int slash = expression.lastIndexOf('/', end - 1);
        return slash <= from || expression.charAt(from) != '/' ? "" : expression.substring(from, slash);
    }

    private static boolean isLiteral(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/-_~".indexOf(c) >= 0;
    }
}
