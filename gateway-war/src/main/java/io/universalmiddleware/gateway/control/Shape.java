package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Difference;
import io.universalmiddleware.gateway.document.MergePatch;
import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.Entry;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How clients see an entry, and what of a document is theirs to write.
 *
 * <p>What is not theirs may stand in a document that replaces one as it was read, unchanged, and nowhere else.
 */
final class Shape {
    private static final Set<Kind> CAN_BE_OFF = EnumSet.of(Kind.ROUTE, Kind.API_KEY, Kind.WEBHOOK, Kind.PROVIDER);
    private static final List<String> ABOUT = List.of("id", "revision", "createdAt", "changedAt");

    private Shape() {}

    /** The entry as a client reads it. */
    static ObjectNode shown(Entry entry) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", entry.id().toString());
        shown.setAll((ObjectNode) shown(entry.document()));
        shown.put("revision", entry.revision());
        shown.put("createdAt", entry.createdAt().toString());
        shown.put("changedAt", entry.changedAt().toString());
        return shown;
    }

    /** The document without what lets others check a secret. */
    static JsonNode shown(JsonNode document) {
        ObjectNode shown = document.deepCopy();
        shown.path(Secrets.FIELD).forEach(secret -> ((ObjectNode) secret).remove("sha256"));
        return shown;
    }

    /** What is kept of a document that a client sends for a new entry. */
    static ObjectNode created(Kind kind, ObjectNode given, Violations violations) {
        return kept(kind, null, given, violations);
    }

    /** What is kept of a document that replaces the entry's. */
    static ObjectNode replaced(Kind kind, Entry before, ObjectNode given, Violations violations) {
        return kept(kind, before, given, violations);
    }

    /** What is kept of the entry's document with a patch. */
    static ObjectNode patched(Kind kind, Entry before, ObjectNode patch, Violations violations) {
        ObjectNode mine = before.document().deepCopy();
        mine.remove(Secrets.FIELD);
        return kept(kind, before, MergePatch.apply(mine, withoutReadOnly(kind, before, patch, violations)), violations);
    }

    /** With what is not said, and stands for something that lists can be filtered by. */
    static ObjectNode completed(Kind kind, ObjectNode document) {
        if (kind == Kind.ROUTE && !document.has("priority")) {
            document.put("priority", 0);
        }
        if (CAN_BE_OFF.contains(kind) && !document.has("enabled")) {
            document.put("enabled", true);
        }
        return document;
    }

    private static ObjectNode kept(Kind kind, @Nullable Entry before, ObjectNode given, Violations violations) {
        ObjectNode kept = completed(kind, withoutReadOnly(kind, before, given, violations));
        if (before != null && before.document().has(Secrets.FIELD)) {
            kept.set(Secrets.FIELD, before.document().get(Secrets.FIELD));
        }
        return kept;
    }

    private static ObjectNode withoutReadOnly(
            Kind kind, @Nullable Entry before, ObjectNode given, Violations violations) {
        ObjectNode writable = given.deepCopy();
        @Nullable ObjectNode shown = before == null ? null : shown(before);
        for (String field : ABOUT) {
            remove(field, shown, writable, violations);
        }
        if (kind == Kind.API_KEY) {
            remove(Secrets.FIELD, shown, writable, violations);
        }
        return writable;
    }

    private static void remove(String field, @Nullable ObjectNode shown, ObjectNode given, Violations violations) {
        @Nullable JsonNode value = given.remove(field);
        if (value != null && (shown == null || !Difference.none(shown.path(field), value))) {
            violations.add(Pointer.field("", field), "is read-only");
        }
    }
}
