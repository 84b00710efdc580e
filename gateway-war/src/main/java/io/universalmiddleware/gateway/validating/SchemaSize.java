package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The size of a schema is how many nodes it has with every reference replaced by what it refers to: what checking one value may
 * cost. A few kilobytes of references to references may stand for more nodes than anybody can visit.
 *
 * <p>A reference back to what is being counted counts once, since a value's depth ends it.
 */
final class SchemaSize {
    /** More than this is not compiled. */
    static final long MOST = 100_000;

    private final JsonNode document;
    private final Map<String, JsonNode> named = new HashMap<>();
    private final Map<JsonNode, Long> known = new IdentityHashMap<>();

    private SchemaSize(JsonNode document) {
        this.document = document;
        name(document);
    }

    /** The size, or {@link Long#MAX_VALUE} beyond what counts. */
    static long of(JsonNode document) {
        return new SchemaSize(document).count(document);
    }

    private void name(JsonNode node) {
        for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
            if (node.path(keyword).isTextual()) {
                named.put('#' + node.path(keyword).textValue(), node);
            }
        }
        if (node.path("$id").isTextual()) {
            named.put(node.path("$id").textValue(), node);
        }
        node.forEach(this::name);
    }

    private long count(JsonNode node) {
        Long counted = known.putIfAbsent(node, 1L);
        if (counted != null) {
            return counted;
        }
        long size = 1;
        for (JsonNode child : node) {
            size = sum(size, count(child));
        }
        for (String keyword : new String[] {"$ref", "$dynamicRef"}) {
            JsonNode target = target(node.path(keyword));
            if (target != null) {
                size = sum(size, count(target));
            }
        }
        known.put(node, size);
        return size;
    }

    private @Nullable JsonNode target(JsonNode reference) {
        if (!reference.isTextual()) {
            return null;
        }
        String text = reference.textValue();
        if (text.equals("#")) {
            return document;
        }
        if (text.startsWith("#/")) {
            JsonNode found = document.at(text.substring(1));
            return found.isMissingNode() ? null : found;
        }
        return named.get(text);
    }

    private static long sum(long a, long b) {
        return a + b > MOST ? Long.MAX_VALUE / 2 : a + b;
    }
}
