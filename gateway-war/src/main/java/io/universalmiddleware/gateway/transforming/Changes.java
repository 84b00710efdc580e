package io.universalmiddleware.gateway.transforming;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.rewriting.VariableText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads changes: objects with one of {@code set}, {@code remove}, {@code rename}, {@code wrap}, {@code unwrap}, {@code shape}. */
final class Changes {
    private static final List<String> KINDS = List.of("set", "remove", "rename", "wrap", "unwrap", "shape");
    private static final int MAX = 64;

    private Changes() {}

    static List<Change> read(Section in) {
        List<Section> sections = in.objects("changes");
        if (sections.isEmpty() || sections.size() > MAX) {
            in.violation("changes", "expected 1 to " + MAX + " changes");
        }
        return sections.stream().map(Changes::change).filter(Objects::nonNull).toList();
    }

    private static @Nullable Change change(Section in) {
        List<String> kinds = KINDS.stream().filter(in::has).toList();
        if (kinds.size() != 1) {
            in.violation("expected one of " + String.join(", ", KINDS));
            return null;
        }
        Change read = kinds.get(0).equals("shape") ? shape(in) : change(in, kinds.get(0));
        return read;
    }

    private static @Nullable Change change(Section in, String kind) {
        JsonPointer at = pointer(in, kind, in.text(kind, ""));
        if (at == null) {
            return null;
        }
        boolean root = at.matches();
        if (root && (kind.equals("remove") || kind.equals("rename"))) {
            in.violation(kind, "expected a pointer into the document");
            return null;
        }
        return switch (kind) {
            case "set" -> set(in, at);
            case "remove" -> new Change.Remove(at);
            case "rename" -> new Change.Rename(at, in.required("to"));
            case "wrap" -> new Change.Wrap(at, in.required("in"));
            default -> new Change.Unwrap(at);
        };
    }

    private static @Nullable Change set(Section in, JsonPointer at) {
        JsonNode value = in.any("value");
        String text = in.text("text");
        if ((value == null) == (text == null)) {
            in.violation("value", "expected either a value or a text with variables");
            return null;
        }
        if (value != null) {
            return new Change.Set(at, value);
        }
        try {
            return new Change.Fill(at, VariableText.of(Objects.requireNonNull(text)));
        } catch (IllegalArgumentException invalid) {
            in.violation("text", String.valueOf(invalid.getMessage()));
            return null;
        }
    }

    private static Change shape(Section in) {
        Map<String, JsonPointer> members = new LinkedHashMap<>();
        in.map("shape").forEach((name, text) -> {
            JsonPointer at = pointer(in, "shape", text);
            if (at != null) {
                members.put(name, at);
            }
        });
        return new Change.Shape(members);
    }

    private static @Nullable JsonPointer pointer(Section in, String field, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException invalid) {
            in.violation(field, "expected a JSON pointer such as /items/0/name");
            return null;
        }
    }
}
