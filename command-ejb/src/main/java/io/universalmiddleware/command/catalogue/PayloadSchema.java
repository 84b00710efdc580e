package io.universalmiddleware.command.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.universalmiddleware.contracts.problem.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A payload schema is a compiled JSON Schema (2020-12); it fetches nothing. */
public final class PayloadSchema {
    private static final String PAYLOAD = "/payload";
    private static final Set<String> ABOUT_A_MEMBER =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "dependentRequired");
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();

    private final JsonSchema schema;

    private PayloadSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads and compiles a schema.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static PayloadSchema compile(InputStream json) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.add(location -> {
                    throw new IllegalArgumentException("refers to " + location + ", which is not fetched");
                })));
        try (json) {
            JsonNode document = new ObjectMapper().readTree(json);
            Set<ValidationMessage> faults = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG)
                    .validate(document);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException("is no JSON Schema: " + faults);
            }
            JsonSchema schema = factory.getSchema(document, CONFIG);
            schema.initializeValidators();
            return new PayloadSchema(schema);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("is no JSON: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Every violation, by path. */
    List<Violation> check(JsonNode payload) {
        return schema.validate(payload).stream()
                .map(message -> new Violation(PAYLOAD + pointer(message), text(message)))
                .distinct()
                .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
                .toList();
    }

    private static String pointer(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        return message.getProperty() != null && ABOUT_A_MEMBER.contains(message.getType())
                ? at + '/' + message.getProperty().replace("~", "~0").replace("/", "~1")
                : at;
    }

    private static String text(ValidationMessage message) {
        String prefix = message.getInstanceLocation() + ": ";
        String text = message.getMessage();
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
