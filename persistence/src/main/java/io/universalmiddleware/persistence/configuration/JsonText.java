package io.universalmiddleware.persistence.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Documents and changes as JSON text. What is read was written here. */
final class JsonText {
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    private final ObjectMapper mapper;

    JsonText(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode read(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A configuration document is no JSON", broken);
        }
    }

    List<Change> readChanges(String text) {
        try {
            return mapper.readValue(text, CHANGES);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A revision's changes cannot be read", broken);
        }
    }

    String write(List<Change> changes) {
        try {
            return mapper.writeValueAsString(changes);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
