package io.universalmiddleware.gateway.rewriting;

import com.google.re2j.Matcher;
import io.universalmiddleware.gateway.pattern.LinearPattern;
import org.jspecify.annotations.Nullable;

/** A path rewrite makes the path that an origin sees of the path that a client asked for. */
sealed interface PathRewrite {

    /**
     * The new path, not yet checked; null if the rewrite does not match, and the path stays as it is.
     *
     * @param path canonical
     */
    @Nullable
    String apply(String path);

    /** Leaves the path alone. */
    record Unchanged() implements PathRewrite {
        @Override
        public @Nullable String apply(String path) {
            return null;
        }
    }

    /**
     * Takes a prefix away and puts another in its place.
     *
     * @param strip as {@code /a}; empty takes nothing away
     * @param put as {@code /b}; empty puts nothing there
     */
    record Prefix(String strip, String put) implements PathRewrite {
        @Override
        public @Nullable String apply(String path) {
            boolean covers = path.startsWith(strip)
                    && (path.length() == strip.length() || path.charAt(strip.length()) == '/' || strip.isEmpty());
            if (!covers) {
                return null;
            }
            String rest = path.substring(strip.length());
            return rest.isEmpty() && put.isEmpty() ? "/" : rest.equals("/") && !put.isEmpty() ? put + '/' : put + rest;
        }
    }

    /** Fills one template with what another found. */
    record Template(PathTemplate from, PathTemplate to) implements PathRewrite {
        @Override
        public @Nullable String apply(String path) {
            PathTemplate.Match match = from.match(path);
            return match == null ? null : to.fill(match);
        }
    }

    /** Fills a replacement with what the first match of a pattern captured; the rest of the path stays around it. */
    record Regex(LinearPattern pattern, Replacement replacement) implements PathRewrite {
        @Override
        public @Nullable String apply(String path) {
            Matcher matcher = pattern.on(path);
            if (!matcher.find()) {
                return null;
            }
            StringBuilder out = new StringBuilder(path.length() + 16).append(path, 0, matcher.start());
            replacement.fill(matcher, out);
            return out.append(path, matcher.end(), path.length()).toString();
        }
    }
}
