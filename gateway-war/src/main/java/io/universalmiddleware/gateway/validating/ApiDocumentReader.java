package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.json.MediaTypes;
import io.universalmiddleware.gateway.rewriting.PathTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an OpenAPI 3.1 document; references stay within it. */
final class ApiDocumentReader {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final Set<String> IGNORED_FIELDS = Set.of("accept", "content-type", "authorization");
    private static final int MAX_OPERATIONS = 1_000;
    private static final int MAX_HOPS = 16;

    private final ObjectNode document;
    private int operations;

    private ApiDocumentReader(ObjectNode document) {
        this.document = document;
    }

    /** @throws IllegalArgumentException saying what is wrong with it, and where */
    static ApiDocument read(JsonNode document, String basePath, boolean refuseOthers) {
        if (!(document instanceof ObjectNode object)
                || !document.path("openapi").asText().startsWith("3.1.")
                || !document.path("paths").isObject()) {
            throw new IllegalArgumentException("expected an OpenAPI 3.1 document with paths");
        }
        return new ApiDocument(new ApiDocumentReader(object).paths(), basePath, refuseOthers);
    }

    private List<ApiDocument.Path> paths() {
        List<ApiDocument.Path> paths = new ArrayList<>();
        document.get("paths").properties().forEach(entry -> {
            if (!entry.getKey().startsWith("x-")) {
                paths.add(path(entry.getKey(), resolve(Pointer.field("/paths", entry.getKey()))));
            }
        });
        paths.sort(Comparator.comparingInt(path -> path.template().names().size()));
        return paths;
    }

    private ApiDocument.Path path(String text, String at) {
        PathTemplate template;
        try {
            template = PathTemplate.of(text);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("path " + text + ": " + invalid.getMessage(), invalid);
        }
        Map<String, Operation> byMethod = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : document.at(at).properties()) {
            if (METHODS.contains(entry.getKey())) {
                byMethod.put(entry.getKey().toUpperCase(Locale.ROOT), operation(at, Pointer.field(at, entry.getKey())));
            }
        }
        return new ApiDocument.Path(template, byMethod);
    }

    private Operation operation(String path, String at) {
        if (++operations > MAX_OPERATIONS) {
            throw new IllegalArgumentException("expected at most " + MAX_OPERATIONS + " operations");
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        parameters(Pointer.field(path, "parameters"), parameters);
        parameters(Pointer.field(at, "parameters"), parameters);
        String body = Pointer.field(at, "requestBody");
        if (document.at(body).isMissingNode()) {
            return new Operation(List.copyOf(parameters.values()), Map.of(), false);
        }
        String resolved = resolve(body);
        boolean required = document.at(resolved).path("required").asBoolean(false);
        return new Operation(List.copyOf(parameters.values()), bodies(resolved, required), required);
    }

    private Map<String, @Nullable BodyRule> bodies(String at, boolean required) {
        Map<String, @Nullable BodyRule> bodies = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : document.at(at).path("content").properties()) {
            String type = MediaTypes.typeOf(entry.getKey());
            String schema = Pointer.field(Pointer.field(Pointer.field(at, "content"), entry.getKey()), "schema");
            bodies.put(type, MediaTypes.isJson(type) ? new BodyRule(schema(schema), required) : null);
        }
        return bodies;
    }

    private void parameters(String at, Map<String, Parameter> into) {
        for (int i = 0; i < document.at(at).size(); i++) {
            Parameter parameter = parameter(resolve(Pointer.item(at, i)));
            if (parameter != null) {
                into.put(parameter.in() + " " + parameter.name(), parameter);
            }
        }
    }

    private @Nullable Parameter parameter(String at) {
        JsonNode node = document.at(at);
        String name = node.path("name").asText();
        Parameter.Place place = switch (node.path("in").asText()) {
            case "path" -> Parameter.Place.PATH;
            case "query" -> Parameter.Place.QUERY;
            case "header" -> Parameter.Place.HEADER;
            case "cookie" -> null;
            default -> throw new IllegalArgumentException("expected path, query, header or cookie at " + at + "/in");
        };
        if (place == null
                || place == Parameter.Place.HEADER && IGNORED_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            return null;
        }
        String schema = Pointer.field(at, "schema");
        JsonNode type = document.at(schema).isMissingNode() ? document.at(schema) : document.at(resolve(schema));
        boolean list = isOf(type, "array");
        String items = Pointer.field(schema, "items");
        JsonNode item = list && !document.at(items).isMissingNode() ? document.at(resolve(items)) : type;
        boolean explode = node.path("explode").asBoolean(place == Parameter.Place.QUERY);
        return new Parameter(
                name, place, node.path("required").asBoolean(false), schema(schema), scalarType(item), list, explode);
    }

    private static String scalarType(JsonNode schema) {
        for (String type : List.of("integer", "number", "boolean")) {
            if (isOf(schema, type)) {
                return type;
            }
        }
        return "string";
    }

    private static boolean isOf(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        for (JsonNode one : types) {
            if (one.asText().equals(type)) {
                return true;
            }
        }
        return types.asText().equals(type);
    }

    private @Nullable JsonSchema schema(String at) {
        return document.at(at).isMissingNode() ? null : JsonSchemas.compile(document, at);
    }

    /** The pointer at which the thing really stands. */
    private String resolve(String at) {
        String pointer = at;
        for (int hop = 0; hop < MAX_HOPS; hop++) {
            JsonNode reference = document.at(pointer).path("$ref");
            if (!reference.isTextual()) {
                return pointer;
            }
            String text = reference.textValue();
            if (!text.startsWith("#/") || document.at(text.substring(1)).isMissingNode()) {
                throw new IllegalArgumentException("expected a reference into the document at " + pointer + "/$ref");
            }
            pointer = text.substring(1);
        }
        throw new IllegalArgumentException("expected references that come to an end at " + at);
    }
}
