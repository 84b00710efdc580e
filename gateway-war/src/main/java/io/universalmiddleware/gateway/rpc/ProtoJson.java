package io.universalmiddleware.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON, by the mapping of protobuf: a field's {@code json_name}, what is not set is left out. Unlike there, whole numbers
 * of 64 bits are numbers, as the platform's REST has them.
 *
 * <p>A field {@code more}, a Struct, takes what the schema has no names for: its fields stand beside the message's own.
 */
final class ProtoJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** The field that takes what has no other. */
    static final String MORE = "more";

    private static final double EXACT = 1L << 53;

    private final Map<Descriptor, Map<String, FieldDescriptor>> byJsonName = new ConcurrentHashMap<>();

    /** @throws RpcException if it holds what JSON cannot say */
    ObjectNode json(Message message) {
        ObjectNode json = JSON.objectNode();
        message.getAllFields().forEach((field, value) -> {
            if (isMore(field)) {
                json.setAll(struct((Message) value));
            } else {
                json.set(field.getJsonName(), field(field, value));
            }
        });
        return json;
    }

    /** The value of a field. */
    JsonNode field(FieldDescriptor field, Object value) {
        return field.isRepeated() ? list(field, (List<?>) value) : one(field, value);
    }

    /** As {@link #json}; of a Struct, what it holds. */
    ObjectNode document(Message message) {
        return any(message) instanceof ObjectNode object ? object : JSON.objectNode();
    }

    /** The message of a type that JSON says. What the type has no place for is left out. */
    DynamicMessage message(Descriptor type, JsonNode json) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        switch (type.getFullName()) {
            case "google.protobuf.Struct" -> fillStruct(message, json);
            case "google.protobuf.Value" -> fillValue(message, json);
            case "google.protobuf.ListValue" -> fillList(message, json);
            case "google.protobuf.Timestamp" -> fillTime(message, Instant.parse(json.asText()));
            case "google.protobuf.Duration" -> set(message, "seconds", json.asLong());
            default -> fill(message, json);
        }
        return message.build();
    }

    private ArrayNode list(FieldDescriptor field, List<?> values) {
        ArrayNode list = JSON.arrayNode();
        values.forEach(value -> list.add(one(field, value)));
        return list;
    }

    private JsonNode one(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case INT -> JSON.numberNode((Integer) value);
            case LONG -> JSON.numberNode((Long) value);
            case FLOAT -> number((Float) value);
            case DOUBLE -> number((Double) value);
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case STRING -> JSON.textNode((String) value);
            case BYTE_STRING -> JSON.textNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> JSON.textNode(((EnumValueDescriptor) value).getName());
            case MESSAGE -> any((Message) value);
        };
    }

    private JsonNode any(Message message) {
        return switch (message.getDescriptorForType().getFullName()) {
            case "google.protobuf.Struct" -> struct(message);
            case "google.protobuf.Value" -> value(message);
            case "google.protobuf.ListValue" ->
                list(field(message, "values"), (List<?>) message.getField(field(message, "values")));
            case "google.protobuf.Timestamp" -> JSON.textNode(time(message).toString());
            default -> json(message);
        };
    }

    private ObjectNode struct(Message message) {
        ObjectNode json = JSON.objectNode();
        for (Object entry : (List<?>) message.getField(field(message, "fields"))) {
            Message pair = (Message) entry;
            json.set((String) pair.getField(field(pair, "key")), value((Message) pair.getField(field(pair, "value"))));
        }
        return json;
    }

    private JsonNode value(Message message) {
        for (Map.Entry<FieldDescriptor, Object> set : message.getAllFields().entrySet()) {
            return set.getKey().getName().equals("null_value") ? JSON.nullNode() : one(set.getKey(), set.getValue());
        }
        return JSON.nullNode();
    }

    private static JsonNode number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new RpcException(Code.INVALID_ARGUMENT, "A number is not finite.");
        }
        return value == Math.rint(value) && Math.abs(value) <= EXACT
                ? JSON.numberNode((long) value)
                : JSON.numberNode(value);
    }

    private static Instant time(Message message) {
        try {
            long seconds = (Long) message.getField(field(message, "seconds"));
            int nanos = (Integer) message.getField(field(message, "nanos"));
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException | ArithmeticException beyond) {
            throw new RpcException(Code.INVALID_ARGUMENT, "A time is beyond all calendars.");
        }
    }

    private void fill(DynamicMessage.Builder message, JsonNode json) {
        Descriptor type = message.getDescriptorForType();
        Map<String, FieldDescriptor> fields = fields(type);
        @Nullable FieldDescriptor more = type.findFieldByName(MORE);
        ObjectNode others = JSON.objectNode();
        for (Map.Entry<String, JsonNode> part : json.properties()) {
            @Nullable FieldDescriptor field = fields.get(part.getKey());
            if (field != null && !isMore(field)) {
                put(message, field, part.getValue());
            } else {
                others.set(part.getKey(), part.getValue());
            }
        }
        if (more != null && isMore(more) && !others.isEmpty()) {
            message.setField(more, message(more.getMessageType(), others));
        }
    }

    private void put(DynamicMessage.Builder message, FieldDescriptor field, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (field.isRepeated()) {
            value.forEach(item -> message.addRepeatedField(field, read(field, item)));
        } else {
            message.setField(field, read(field, value));
        }
    }

    private Object read(FieldDescriptor field, JsonNode value) {
        return switch (field.getJavaType()) {
            case INT -> value.asInt();
            case LONG -> value.asLong();
            case FLOAT -> (float) value.asDouble();
            case DOUBLE -> value.asDouble();
            case BOOLEAN -> value.asBoolean();
            case STRING -> value.isValueNode() ? value.asText() : value.toString();
            case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(value.asText()));
            case ENUM -> {
                @Nullable EnumValueDescriptor named = field.getEnumType().findValueByName(value.asText());
                yield named == null ? field.getEnumType().findValueByNumber(0) : named;
            }
            case MESSAGE -> message(field.getMessageType(), value);
        };
    }

    private void fillStruct(DynamicMessage.Builder struct, JsonNode json) {
        FieldDescriptor fields = struct.getDescriptorForType().findFieldByName("fields");
        Descriptor pair = fields.getMessageType();
        for (Map.Entry<String, JsonNode> part : json.properties()) {
            DynamicMessage.Builder entry = DynamicMessage.newBuilder(pair);
            set(entry, "key", part.getKey());
            set(entry, "value", message(pair.findFieldByName("value").getMessageType(), part.getValue()));
            struct.addRepeatedField(fields, entry.build());
        }
    }

    private void fillList(DynamicMessage.Builder list, JsonNode json) {
        FieldDescriptor values = list.getDescriptorForType().findFieldByName("values");
        json.forEach(item -> list.addRepeatedField(values, message(values.getMessageType(), item)));
    }

    private void fillValue(DynamicMessage.Builder value, JsonNode json) {
        Descriptor type = value.getDescriptorForType();
        switch (json.getNodeType()) {
            case OBJECT ->
                set(
                        value,
                        "struct_value",
                        message(type.findFieldByName("struct_value").getMessageType(), json));
            case ARRAY ->
                set(
                        value,
                        "list_value",
                        message(type.findFieldByName("list_value").getMessageType(), json));
            case NUMBER -> set(value, "number_value", json.asDouble());
            case BOOLEAN -> set(value, "bool_value", json.asBoolean());
            case STRING -> set(value, "string_value", json.asText());
            default -> {
                FieldDescriptor none = type.findFieldByName("null_value");
                value.setField(none, none.getEnumType().findValueByNumber(0));
            }
        }
    }

    private static void fillTime(DynamicMessage.Builder time, Instant instant) {
        set(time, "seconds", instant.getEpochSecond());
        set(time, "nanos", instant.getNano());
    }

    private static void set(DynamicMessage.Builder message, String field, Object value) {
        message.setField(message.getDescriptorForType().findFieldByName(field), value);
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static boolean isMore(FieldDescriptor field) {
        return field.getName().equals(MORE)
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().equals("google.protobuf.Struct");
    }

    private Map<String, FieldDescriptor> fields(Descriptor type) {
        return byJsonName.computeIfAbsent(type, of -> {
            Map<String, FieldDescriptor> fields = new HashMap<>();
            of.getFields().forEach(field -> fields.put(field.getJsonName(), field));
            return fields;
        });
    }
}
