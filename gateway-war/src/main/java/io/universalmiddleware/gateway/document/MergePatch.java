package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A merge patch says what is to become of a document's fields: a value replaces, {@code null} removes (RFC 7396). */
public final class MergePatch {
    private MergePatch() {}

    /** The document as the patch makes it; neither of the two changes. */
    public static ObjectNode apply(ObjectNode document, ObjectNode patch) {
        ObjectNode merged = document.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merged(merged.get(field.getKey()), field.getValue()));
            }
        }
        return merged;
    }

    private static JsonNode merged(@Nullable JsonNode there, JsonNode patch) {
        if (!(patch instanceof ObjectNode object)) {
            return patch.deepCopy();
        }
        return apply(there instanceof ObjectNode old ? old : JsonNodeFactory.instance.objectNode(), object);
    }
}
