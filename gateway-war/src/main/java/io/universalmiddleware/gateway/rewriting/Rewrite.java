package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestTarget;
import io.universalmiddleware.gateway.pattern.LinearPattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rewrite says for what an origin is asked when a client asked for something ({@code "rewrite"} of a route).
 *
 * <p>What comes out is canonical again: a result with dot segments, empty segments, controls or escapes that servers read
 * differently is refused, however it came about. A path that the rule does not match stays as it is.
 *
 * @param host for the origin's {@code Host}; null for the client's
 */
public final class Rewrite {
    private static final Refusal NOT_CANONICAL =
            Refusal.malformed("The path cannot be passed on in the form that its route gives it.");

    private final PathRewrite path;
    private final QueryRewrite query;
    private final @Nullable String host;

    private Rewrite(PathRewrite path, QueryRewrite query, @Nullable String host) {
        this.path = path;
        this.query = query;
        this.host = host;
    }

    /** Reads {@code stripPrefix} and {@code prefix}, or {@code template}, or {@code regex}; {@code query}; {@code host}. */
    public static Rewrite read(Section in) {
        long kinds = Stream.of(in.has("stripPrefix") || in.has("prefix"), in.has("template"), in.has("regex"))
                .filter(present -> present)
                .count();
        if (kinds > 1) {
            in.violation("expected one of stripPrefix and prefix, template, regex");
        }
        PathRewrite path = firstOf(template(in), regex(in), prefix(in));
        QueryRewrite query = in.object("query").map(QueryRewrite::read).orElse(QueryRewrite.NONE);
        String host = in.text("host");
        if (host != null && Authority.of(host) instanceof Checked.Refused<Authority>) {
            in.violation("host", "expected a host such as orders.internal or orders.internal:8080");
        }
        return new Rewrite(path, query, host);
    }

    /** For what the origin is asked: a canonical target, or the refusal of what would not be one. */
    public Checked<RequestTarget> apply(String from, @Nullable String asked, Variables variables) {
        String changed = path.apply(from);
        String to = changed == null ? from : changed;
        if (changed != null && hasDotSegment(to)) {
            return new Checked.Refused<>(NOT_CANONICAL);
        }
        String parameters = query.isNone() ? asked : query.apply(asked, variables);
        if (!to.startsWith("/") || to.indexOf('?') >= 0) {
            return new Checked.Refused<>(NOT_CANONICAL);
        }
        Checked<RequestTarget> target = RequestTarget.of(parameters == null ? to : to + '?' + parameters);
        return target instanceof Checked.Usable<RequestTarget> ? target : new Checked.Refused<>(NOT_CANONICAL);
    }

    /** The origin's {@code Host}; null for the client's. */
    public @Nullable String host() {
        return host;
    }

    /** Whether {@code .} or {@code ..} stands where a segment does: resolving it would lead out of what the rule says. */
    private static boolean hasDotSegment(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            int end = slash + 1;
            while (end < path.length() && path.charAt(end) == '.') {
                end++;
            }
            int dots = end - slash - 1;
            if ((dots == 1 || dots == 2) && (end == path.length() || path.charAt(end) == '/')) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable PathRewrite prefix(Section in) {
        String strip = prefix(in, "stripPrefix");
        String put = prefix(in, "prefix");
        return strip.isEmpty() && put.isEmpty() ? null : new PathRewrite.Prefix(strip, put);
    }

    private static String prefix(Section in, String field) {
        String text = in.text(field, "");
        boolean canonical = text.isEmpty()
                || text.startsWith("/")
                        && !text.endsWith("/")
                        && RequestTarget.of(text) instanceof Checked.Usable<RequestTarget> usable
                        && usable.value().originForm().equals(text);
        if (!canonical) {
            in.violation(field, "expected a canonical path such as /v2, without a slash at its end");
            return "";
        }
        return text;
    }

    private static @Nullable PathRewrite template(Section in) {
        return in.object("template")
                .map(section -> {
                    PathTemplate from = template(section, "from");
                    PathTemplate to = template(section, "to");
                    if (from != null && to != null && !from.names().containsAll(to.names())) {
                        section.violation("to", "expected only names that stand in from");
                    }
                    return from == null || to == null ? null : new PathRewrite.Template(from, to);
                })
                .orElse(null);
    }

    private static @Nullable PathTemplate template(Section in, String field) {
        try {
            return PathTemplate.of(in.required(field));
        } catch (IllegalArgumentException invalid) {
            in.violation(field, String.valueOf(invalid.getMessage()));
            return null;
        }
    }

    private static @Nullable PathRewrite regex(Section in) {
        return in.object("regex")
                .map(section -> {
                    String text = section.required("pattern");
                    String replacement = section.required("replacement");
                    return regex(section, text, replacement);
                })
                .orElse(null);
    }

    private static @Nullable PathRewrite regex(Section in, String text, String replacement) {
        LinearPattern pattern;
        try {
            pattern = LinearPattern.of(text);
        } catch (IllegalArgumentException invalid) {
            in.violation("pattern", String.valueOf(invalid.getMessage()));
            return null;
        }
        try {
            return new PathRewrite.Regex(pattern, Replacement.of(replacement, pattern));
        } catch (IllegalArgumentException invalid) {
            in.violation("replacement", String.valueOf(invalid.getMessage()));
            return null;
        }
    }

    private static PathRewrite firstOf(@Nullable PathRewrite... rewrites) {
        for (PathRewrite rewrite : rewrites) {
            if (rewrite != null) {
                return rewrite;
            }
        }
        return new PathRewrite.Unchanged();
    }
}
