package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.http.FieldSyntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes the REST request of one message.
 *
 * <p>What the path names goes there, the body's field is the body, some fields have a header field of their own, and the rest
 * is the query. A change of what stands is a merge patch of the mask's fields.
 */
final class RequestWriter {
    private static final String MASK = "update_mask";
    private static final String FILTER = "filter";
    private static final String ORDER = "order_by";
    private static final String IF_MATCH = "If-Match";
    private static final String ETAG = "etag";
    private static final int LONGEST_FIELD_VALUE = 1_024;
    private static final int MOST_PATHS = 200;
    private static final int LONGEST_PATH = 200;
    private static final int MOST_DOTS = 10;
    private static final Map<String, String> HEADERS =
            Map.of(ETAG, IF_MATCH, "idempotency_key", "Idempotency-Key", "consistency_token", "Consistency-Token");

    private final FieldBehaviors behaviors;
    private final ProtoJson json;
    private final RpcMethod method;
    private final HttpBinding binding;
    private final Message message;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final List<Violation> violations = new ArrayList<>();
    private String verb;

    RequestWriter(FieldBehaviors behaviors, ProtoJson json, RpcMethod method, Message message) {
        this.behaviors = behaviors;
        this.json = json;
        this.method = method;
        this.message = message;
        binding = Objects.requireNonNull(method.binding());
        verb = binding.verb();
    }

    /**
     * The request.
     *
     * @param mostTarget characters of its target
     * @throws InvalidMessageException with every violation, if there is any
     */
    RestRequest write(int mostTarget) {
        for (FieldDescriptor field : behaviors.required(method.input())) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !message.hasField(field)) {
                violation(field.getName(), "is required");
            }
        }
        String path = binding.path().fill(this::segment);
        message.getAllFields().forEach(this::place);
        String target = path + queryText();
        if (target.length() > mostTarget) {
            violation("", "expected what a request target of " + mostTarget + " characters can say");
        }
        if (!violations.isEmpty()) {
            throw new InvalidMessageException(violations);
        }
        boolean hasBody = !binding.body().isEmpty();
        if (hasBody) {
            fields.put("Content-Type", verb.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        }
        return new RestRequest(
                verb, target, fields, hasBody ? body.toString().getBytes(StandardCharsets.UTF_8) : new byte[0]);
    }

    private String segment(String field) {
        String value = String.valueOf(HttpBinding.value(message, field));
        if (value.isEmpty()) {
            violation(field, "is required");
        } else if (value.equals(".") || value.equals("..")) {
            violation(field, "is not a name");
        }
        return value;
    }

    private void place(FieldDescriptor field, Object value) {
        String name = field.getName();
        if (binding.path().fields().contains(name) || name.equals(MASK)) {
            return;
        }
        String header = HEADERS.get(name);
        if (header != null) {
            header(name, header, (String) value);
        } else if (binding.isBody(field)) {
            content((Message) value);
        } else if (name.equals(FILTER)) {
            filter((String) value);
        } else if (name.equals(ORDER)) {
            query.put(field.getJsonName(), order((String) value));
        } else if (binding.isAllBody()) {
            body.set(field.getJsonName(), json.field(field, value));
        } else {
            query.put(field.getJsonName(), json.field(field, value).asText());
        }
    }

    private void header(String name, String header, String value) {
        if (value.length() > LONGEST_FIELD_VALUE) {
            violation(name, "expected at most " + LONGEST_FIELD_VALUE + " characters");
        } else if (!FieldSyntax.isValue(value)) {
            violation(name, "expected text that a header field can carry");
        } else if (!value.isEmpty()) {
            fields.put(header, value);
        }
    }

    /** The body's own field: a document as it is, or a resource with its tag. */
    private void content(Message content) {
        FieldDescriptor etag = content.getDescriptorForType().findFieldByName(ETAG);
        if (etag != null) {
            header(binding.body() + '.' + ETAG, IF_MATCH, (String) content.getField(etag));
        }
        ObjectNode whole = json.document(writable(content));
        FieldDescriptor mask = method.input().findFieldByName(MASK);
        List<String> paths = mask == null ? List.of() : paths((Message) message.getField(mask));
        if (paths.size() > MOST_PATHS || paths.stream().anyMatch(RequestWriter::isTooLong)) {
            violation(
                    MASK,
                    "expected at most " + MOST_PATHS + " paths, each of at most " + LONGEST_PATH + " characters and "
                            + MOST_DOTS + " dots");
        } else if (paths.isEmpty()) {
            body.setAll(whole);
        } else if (paths.contains("*")) {
            verb = "PUT";
            body.setAll(whole);
        } else {
            paths.forEach(path -> change(content, whole, path));
        }
    }

    private Message writable(Message content) {
        Message.Builder writable = content.toBuilder();
        content.getAllFields().keySet().stream().filter(behaviors::isReadOnly).forEach(writable::clearField);
        return writable.build();
    }

    private static List<String> paths(Message mask) {
        return ((List<?>) mask.getField(mask.getDescriptorForType().findFieldByName("paths")))
                .stream().map(String::valueOf).toList();
    }

    private static boolean isTooLong(String path) {
        return path.length() > LONGEST_PATH
                || path.chars().filter(letter -> letter == '.').count() > MOST_DOTS;
    }

    /** Puts what stands at a path of the mask into the patch; null if nothing does. */
    private void change(Message content, ObjectNode whole, String path) {
        List<String> keys = new ArrayList<>(List.of(path.split("\\.", -1)));
        FieldDescriptor named = content.getDescriptorForType().findFieldByName(keys.get(0));
        if (keys.contains("") || named == null) {
            violation(MASK, "there is no field '" + path + "'");
        } else if (named.getName().equals(ProtoJson.MORE) && keys.size() == 1) {
            violation(MASK, "expected what within '" + path + "'");
        } else if (!behaviors.isReadOnly(named)) {
            if (named.getName().equals(ProtoJson.MORE)) {
                keys.remove(0);
            } else {
                keys.set(0, named.getJsonName());
            }
            put(whole, keys);
        }
    }

    private void put(ObjectNode whole, List<String> keys) {
        JsonNode value = whole;
        ObjectNode into = body;
        for (String key : keys.subList(0, keys.size() - 1)) {
            value = value.path(key);
            JsonNode next = into.get(key);
            into = next instanceof ObjectNode object ? object : into.putObject(key);
        }
        String last = keys.get(keys.size() - 1);
        JsonNode leaf = value.path(last);
        into.set(last, leaf.isMissingNode() ? JsonNodeFactory.instance.nullNode() : leaf);
    }

    private void filter(String text) {
        try {
            FilterText.read(text).forEach((field, value) -> query.put(jsonName(field), value));
        } catch (IllegalArgumentException invalid) {
            violation(FILTER, String.valueOf(invalid.getMessage()));
        }
    }

    private String order(String text) {
        String[] words = text.strip().split(" +");
        boolean known = words.length == 1 || (words.length == 2 && (words[1].equals("desc") || words[1].equals("asc")));
        if (!known) {
            violation(ORDER, "expected a field, and desc for the other direction");
        }
        return (words.length == 2 && words[1].equals("desc") ? "-" : "") + jsonName(words[0]);
    }

    private String jsonName(String field) {
        FieldDescriptor named = method.resource().findFieldByName(field);
        return named == null ? field : named.getJsonName();
    }

    private void violation(String field, String message) {
        violations.add(new Violation(field, message));
    }

    private String queryText() {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(one -> PathPattern.encoded(one.getKey()) + '=' + PathPattern.encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
