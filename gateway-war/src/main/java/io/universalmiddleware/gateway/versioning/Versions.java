package io.universalmiddleware.gateway.versioning;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Versions are those of one API behind one route, and how a request names the one it means ({@code "versions"} of a route).
 *
 * <p>The path is asked first, then the header field, then the media types, then the default is meant. A request that names
 * what does not exist is refused and never served by another version.
 */
public final class Versions {
    private final Map<String, ApiVersion> byName;
    private final @Nullable ApiVersion fallback;
    private final int segment;
    private final boolean stripSegment;
    private final @Nullable String header;
    private final @Nullable String parameter;

    /** Which version a request means. */
    sealed interface Meant {}

    /** @param path that goes on: with the version's segment, or without it if it is stripped */
    record Known(ApiVersion version, String path) implements Meant {}

    /** @param where the request named what does not exist */
    record Unknown(Place where) implements Meant {}

    enum Place {
        PATH,
        HEADER,
        ACCEPT,
        CONTENT_TYPE,
        NOWHERE
    }

    private Versions(
            Map<String, ApiVersion> byName,
            @Nullable ApiVersion fallback,
            int segment,
            boolean stripSegment,
            @Nullable String header,
            @Nullable String parameter) {
        this.byName = byName;
        this.fallback = fallback;
        this.segment = segment;
        this.stripSegment = stripSegment;
        this.header = header;
        this.parameter = parameter;
    }

    /**
     * Reads {@code versions}; where they are named: {@code segment} (of the path, 0 the first; -1 for none: the default),
     * {@code stripSegment} (false), {@code header} (none), {@code parameter} (of media types; none); and {@code default} (a
     * name; without it a request must name one).
     */
    public static Versions read(Section in) {
        Map<String, ApiVersion> byName = new LinkedHashMap<>();
        for (Section section : in.objects("versions")) {
            ApiVersion version = ApiVersion.read(section);
            if (byName.put(version.name(), version) != null) {
                section.violation("name", "expected a name that no other version has");
            }
        }
        if (byName.isEmpty()) {
            in.violation("versions", "expected at least one version");
        }
        int segment = in.integer("segment", -1, -1, 31);
        boolean strip = in.flag("stripSegment", false);
        String header = token(in, "header");
        String parameter = token(in, "parameter");
        if (segment < 0 && header == null && parameter == null) {
            in.violation("expected at least one of segment, header, parameter: where a request names its version");
        }
        String fallback = in.text("default");
        if (fallback != null && !byName.containsKey(fallback)) {
            in.violation("default", "expected the name of a version");
        }
        return new Versions(byName, fallback == null ? null : byName.get(fallback), segment, strip, header, parameter);
    }

    /** The origins that versions name. */
    public List<String> origins() {
        return byName.values().stream()
                .map(ApiVersion::origin)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    Meant meant(String path, Fields request) {
        Meant byPath = segment < 0 ? null : byPath(path);
        if (byPath != null) {
            return byPath;
        }
        if (header != null && request.has(header)) {
            List<String> values = request.all(header);
            return known(values.size() == 1 ? values.get(0).strip() : "", path, Place.HEADER);
        }
        if (parameter != null) {
            Meant byType = byMediaType(request, path, parameter);
            if (byType != null) {
                return byType;
            }
        }
        return fallback == null ? new Unknown(Place.NOWHERE) : new Known(fallback, path);
    }

    /** Null if there is no segment that looks like a version and another place may name it. */
    private @Nullable Meant byPath(String path) {
        int from = 0;
        for (int i = 0; i < segment && from >= 0; i++) {
            from = path.indexOf('/', from + 1);
        }
        if (from < 0) {
            return null;
        }
        int slash = path.indexOf('/', from + 1);
        int end = slash < 0 ? path.length() : slash;
        String text = path.substring(from + 1, end);
        ApiVersion exact = byName.get(text);
        boolean numbered = text.length() > 1 && text.charAt(0) == 'v' && text.charAt(1) >= '0' && text.charAt(1) <= '9';
        ApiVersion found = exact == null && numbered ? byName.get(text.substring(1)) : exact;
        if (found == null) {
            return numbered ? new Unknown(Place.PATH) : null;
        }
        String rest = path.substring(0, from) + path.substring(end);
        return new Known(found, stripSegment ? rest.isEmpty() ? "/" : rest : path);
    }

    private @Nullable Meant byMediaType(Fields request, String path, String name) {
        String accepted = MediaTypeParameter.of(request.all("Accept"), name);
        if (accepted != null) {
            return known(accepted, path, Place.ACCEPT);
        }
        String sent = MediaTypeParameter.of(request.all("Content-Type"), name);
        return sent == null ? null : known(sent, path, Place.CONTENT_TYPE);
    }

    private Meant known(String name, String path, Place where) {
        ApiVersion version = byName.get(name);
        return version == null ? new Unknown(where) : new Known(version, path);
    }

    /** The fields that the choice depends on, for {@code Vary}; null if the path alone says it. */
    @Nullable
    String vary() {
        if (header == null) {
            return parameter == null ? null : "Accept";
        }
        return parameter == null ? header : header + ", Accept";
    }

    private static @Nullable String token(Section in, String field) {
        String text = in.text(field);
        if (text != null && !FieldSyntax.isToken(text)) {
            in.violation(field, "expected a name without blanks or separators");
        }
        return text;
    }
}
