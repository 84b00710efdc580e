package io.universalmiddleware.product.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An operation as the API's description has it.
 *
 * @param id the operationId; may be empty
 * @param path with its parameters in braces
 * @param media of its body; empty if it has none
 * @param open whether the description says that it asks for no token
 */
record Documented(String id, String method, String path, String media, boolean open) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** All operations of a description. */
    static List<Documented> in(JsonNode openApi) {
        List<Documented> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : openApi.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    JsonNode operation = method.getValue();
                    var media = operation.path("requestBody").path("content").fieldNames();
                    JsonNode security = operation.path("security");
                    all.add(new Documented(
                            operation.path("operationId").asText(""),
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            media.hasNext() ? media.next() : "",
                            security.isArray() && security.isEmpty()));
                }
            }
        }
        return all;
    }

    boolean hasParameters() {
        return path.indexOf('{') >= 0;
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
