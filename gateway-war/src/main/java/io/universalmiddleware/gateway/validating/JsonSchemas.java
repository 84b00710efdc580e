package io.universalmiddleware.gateway.validating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.universalmiddleware.gateway.pattern.LinearPattern;
import java.util.Locale;
import java.util.Set;

/** Compiles schemas (JSON Schema 2020-12) that fetch nothing and whose patterns take linear time. */
final class JsonSchemas {
    static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(text -> LinearPattern.of(text)::foundIn)
            .locale(Locale.ENGLISH)
            .build();
    private static final JsonSchema META = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);

    /** Documents have much beside schemas: what is no keyword means nothing. */
    private static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .build();

    private JsonSchemas() {}

    /**
     * Compiles a document that is a schema.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static JsonSchema compile(JsonNode schema) {
        Set<ValidationMessage> faults = META.validate(schema);
        if (!faults.isEmpty()) {
            ValidationMessage first = faults.iterator().next();
            throw new IllegalArgumentException("expected a JSON Schema (2020-12): " + first.getMessage());
        }
        return initialized(schema);
    }

    /**
     * Compiles a part of a larger document, in which its references are looked up.
     *
     * @param pointer where it stands in the document
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static JsonSchema compile(ObjectNode document, String pointer) {
        Set<ValidationMessage> faults = META.validate(document.at(pointer));
        if (!faults.isEmpty()) {
            ValidationMessage first = faults.iterator().next();
            throw new IllegalArgumentException(
                    "expected a JSON Schema (2020-12) at " + pointer + ": " + first.getMessage());
        }
        ObjectNode rooted = JsonNodeFactory.instance.objectNode();
        rooted.setAll(document);
        rooted.put("$ref", '#' + pointer);
        return initialized(rooted);
    }

    private static JsonSchema initialized(JsonNode document) {
        if (SchemaSize.of(document) > SchemaSize.MOST) {
            throw new IllegalArgumentException(
                    "expected a schema of at most " + SchemaSize.MOST + " parts, its references followed");
        }
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.metaSchema(DIALECT)
                        .schemaLoaders(loaders -> loaders.add(location -> {
                            throw new IllegalArgumentException("refers to " + location + ", which is not fetched");
                        })));
        try {
            JsonSchema schema = factory.getSchema(document, CONFIG);
            schema.initializeValidators();
            schema.validate(JsonNodeFactory.instance.objectNode());
            return schema;
        } catch (StackOverflowError endless) {
            throw new IllegalArgumentException("expected a schema that does not refer to itself without end", endless);
        } catch (RuntimeException invalid) {
            throw new IllegalArgumentException(
                    "expected a schema that can be compiled: " + invalid.getMessage(), invalid);
        }
    }
}
