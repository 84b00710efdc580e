package io.universalmiddleware.gateway.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The REST request that a method stands for, as its {@code google.api.http} annotation says.
 *
 * @param verb the HTTP method
 * @param body the field that is the body; {@code *} for all that is not in the path, empty for none
 * @param responseBody the field of the response that is the answer's body; empty if the response is
 */
record HttpBinding(String verb, PathPattern path, String body, String responseBody) {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

    static HttpBinding of(Message rule) {
        Map<String, Object> set = rule.getAllFields().entrySet().stream()
                .collect(Collectors.toMap(field -> field.getKey().getName(), Map.Entry::getValue));
        String verb = VERBS.stream()
                .filter(set::containsKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no verb in " + rule));
        return new HttpBinding(
                verb.toUpperCase(Locale.ROOT),
                PathPattern.of((String) Objects.requireNonNull(set.get(verb))),
                (String) set.getOrDefault("body", ""),
                (String) set.getOrDefault("response_body", ""));
    }

    /** Whether the field is the body. */
    boolean isBody(FieldDescriptor field) {
        return field.getName().equals(body);
    }

    /** Whether all that is not in the path is the body. */
    boolean isAllBody() {
        return body.equals("*");
    }

    /** The value that a path of field names leads to; null if what it leads through is not set. */
    static @Nullable Object value(Message message, String path) {
        int dot = path.indexOf('.');
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(dot < 0 ? path : path.substring(0, dot));
        if (field == null) {
            throw new IllegalStateException("no field " + path + " in " + message.getDescriptorForType());
        }
        Object value = message.getField(field);
        return dot < 0 ? value : value((Message) value, path.substring(dot + 1));
    }
}
