package io.universalmiddleware.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What {@code google.api.field_behavior} says of fields. */
final class FieldBehaviors {
    private final Schema schema;
    private final Map<Descriptor, Set<FieldDescriptor>> readOnly = new ConcurrentHashMap<>();
    private final Map<Descriptor, Set<FieldDescriptor>> required = new ConcurrentHashMap<>();

    FieldBehaviors(Schema schema) {
        this.schema = schema;
    }

    /** Whether callers cannot set it; what they say is left out (AIP-203). */
    boolean isReadOnly(FieldDescriptor field) {
        return readOnly.computeIfAbsent(field.getContainingType(), type -> of(type, "OUTPUT_ONLY"))
                .contains(field);
    }

    /** The fields that a message must have. */
    Set<FieldDescriptor> required(Descriptor type) {
        return required.computeIfAbsent(type, of -> of(of, "REQUIRED"));
    }

    private Set<FieldDescriptor> of(Descriptor type, String behavior) {
        return type.getFields().stream()
                .filter(field -> {
                    Object said = schema.option(
                            field.getOptions(), "google.protobuf.FieldOptions", "google.api.field_behavior");
                    return said instanceof List<?> all
                            && all.stream()
                                    .anyMatch(one -> ((EnumValueDescriptor) one)
                                            .getName()
                                            .equals(behavior));
                })
                .collect(Collectors.toUnmodifiableSet());
    }
}
