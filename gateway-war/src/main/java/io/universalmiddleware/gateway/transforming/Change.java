package io.universalmiddleware.gateway.transforming;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.universalmiddleware.gateway.rewriting.VariableText;
import io.universalmiddleware.gateway.rewriting.Variables;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change is one step of a transformation; where its pointer leads nowhere it leaves the document as it is. */
sealed interface Change {

    /** @return the document after it: the same, changed, or another */
    JsonNode apply(JsonNode document, Variables variables);

    /** Puts a value at a place whose parent exists; {@code -} appends to a list (RFC 6901, section 4). */
    record Set(JsonPointer at, JsonNode value) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            return put(document, at, value.deepCopy());
        }
    }

    /** Puts a text with variables at a place; leaves it out if the request lacks one of them. */
    record Fill(JsonPointer at, VariableText text) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            String filled = text.fill(variables);
            return filled == null ? document : put(document, at, TextNode.valueOf(filled));
        }
    }

    /** Takes a value out. */
    record Remove(JsonPointer at) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            take(document, at);
            return document;
        }
    }

    /** Gives a member another name in the same object, at its end; what had that name is replaced. */
    record Rename(JsonPointer at, String to) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            if (document.at(at.head()) instanceof ObjectNode parent) {
                JsonNode value = parent.remove(at.last().getMatchingProperty());
                if (value != null) {
                    parent.set(to, value);
                }
            }
            return document;
        }
    }

    /** Puts a value into a new object, as the member of a name. */
    record Wrap(JsonPointer at, String name) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            JsonNode value = document.at(at);
            if (value.isMissingNode()) {
                return document;
            }
            ObjectNode around = JsonNodeFactory.instance.objectNode();
            if (at.matches()) {
                return around.set(name, value);
            }
            put(document, at, around);
            around.set(name, value);
            return document;
        }
    }

    /** Makes a part of the document the document. */
    record Unwrap(JsonPointer at) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            JsonNode value = document.at(at);
            return value.isMissingNode() ? document : value;
        }
    }

    /** Puts a new object in the document's place, its members filled from it. */
    record Shape(Map<String, JsonPointer> members) implements Change {
        @Override
        public JsonNode apply(JsonNode document, Variables variables) {
            ObjectNode shaped = JsonNodeFactory.instance.objectNode();
            members.forEach((name, pointer) -> {
                JsonNode value = document.at(pointer);
                if (!value.isMissingNode()) {
                    shaped.set(name, value);
                }
            });
            return shaped;
        }
    }

    private static JsonNode put(JsonNode document, JsonPointer at, JsonNode value) {
        if (at.matches()) {
            return value;
        }
        JsonNode parent = document.at(at.head());
        JsonPointer last = at.last();
        if (parent instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            int index = last.getMatchingIndex();
            if (last.getMatchingProperty().equals("-")) {
                array.add(value);
            } else if (index >= 0 && index < array.size()) {
                array.set(index, value);
            }
        }
        return document;
    }

    private static @Nullable JsonNode take(JsonNode document, JsonPointer at) {
        JsonNode parent = document.at(at.head());
        JsonPointer last = at.last();
        if (parent instanceof ObjectNode object) {
            return object.remove(last.getMatchingProperty());
        }
        return parent instanceof ArrayNode array && last.getMatchingIndex() >= 0
                ? array.remove(last.getMatchingIndex())
                : null;
    }
}
