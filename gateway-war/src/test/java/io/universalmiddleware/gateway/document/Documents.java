package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** Reads sections of documents that tests write with apostrophes for quotes. */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** What is read of a document in which nothing is wrong. */
    public static <T> T read(Function<Section, T> reader, String document) {
        Violations violations = new Violations();
        T read = read(reader, document, violations);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations);
        }
        return read;
    }

    /** The pointers of what is wrong in a document. */
    public static List<String> wrongIn(Function<Section, ?> reader, String document) {
        Violations violations = new Violations();
        read(reader, document, violations);
        return violations.list().stream().map(Violation::pointer).toList();
    }

    private static <T> T read(Function<Section, T> reader, String document, Violations violations) {
        try {
            Section section = Section.of(JSON.readTree(document.replace('\'', '"')), violations);
            T read = reader.apply(section);
            section.end();
            return read;
        } catch (JsonProcessingException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }
}
