package io.universalmiddleware.gateway.rewriting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A path template is a path with names for what varies: <code>{id}</code> is one segment, <code>{rest*}</code> all that
 * is left, at the end only.
 */
public final class PathTemplate {
    private static final int MAX_SEGMENTS = 64;

    private final String text;
    private final List<Segment> segments;
    private final Set<String> names = new HashSet<>();

    private record Segment(String text, boolean variable, boolean rest) {}

    /** What a template found in a path, by name; in the path's own escapes. */
    public record Match(Map<String, String> found) {
        public @Nullable String get(String name) {
            return found.get(name);
        }
    }

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
        segments.stream().filter(Segment::variable).map(Segment::text).forEach(names::add);
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    public static PathTemplate of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("expected a path such as /orders/{id}");
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] parts = text.substring(1).split("/", -1);
        if (parts.length > MAX_SEGMENTS) {
            throw new IllegalArgumentException("expected at most " + MAX_SEGMENTS + " segments");
        }
        for (int i = 0; i < parts.length; i++) {
            Segment segment = segment(parts[i]);
            if (segment.rest() && i < parts.length - 1) {
                throw new IllegalArgumentException("{" + segment.text() + "*} may only stand at the end");
            }
            if (segment.variable() && !names.add(segment.text())) {
                throw new IllegalArgumentException("{" + segment.text() + "} stands twice");
            }
            segments.add(segment);
        }
        return new PathTemplate(text, segments);
    }

    /** The names in it. */
    public Set<String> names() {
        return names;
    }

    /** What it finds in the path; null if the path is not of its form. */
    public @Nullable Match match(String path) {
        Map<String, String> found = new TreeMap<>();
        int from = 1;
        for (Segment segment : segments) {
            if (from > path.length()) {
                return null;
            }
            if (segment.rest()) {
                found.put(segment.text(), path.substring(from));
                return new Match(found);
            }
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            if (segment.variable() ? end == from : !path.substring(from, end).equals(segment.text())) {
                return null;
            }
            if (segment.variable()) {
                found.put(segment.text(), path.substring(from, end));
            }
            from = end + 1;
        }
        return from > path.length() ? new Match(found) : null;
    }

    /** The path with what another template found in the place of its names. */
    String fill(Match match) {
        StringBuilder path = new StringBuilder(text.length() + 32);
        for (Segment segment : segments) {
            String found = segment.variable() ? match.get(segment.text()) : segment.text();
            path.append('/').append(found == null ? "" : found);
        }
        return path.toString();
    }

    private static Segment segment(String part) {
        if (!part.startsWith("{") || !part.endsWith("}")) {
            if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
                throw new IllegalArgumentException("a name must be a whole segment: " + part);
            }
            return new Segment(part, false, false);
        }
        boolean rest = part.endsWith("*}");
        String name = part.substring(1, part.length() - (rest ? 2 : 1));
        if (!VariableText.isName(name)) {
            throw new IllegalArgumentException("expected a name of letters, digits, - and _ in " + part);
        }
        return new Segment(name, true, rest);
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
