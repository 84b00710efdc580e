package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads a document's bytes: one JSON object without duplicate names, whose texts and numbers every store can keep.
 *
 * <p>Size, nesting, names and numbers have limits, so that no document costs more than its size.
 */
public final class DocumentReader {
    private static final int MAX_NESTING = 64;
    private static final int MAX_NUMBER = 40;
    private static final int MAX_NAME = 500;
    private static final int MAX_EXPONENT = 308;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER)
                            .maxNameLength(MAX_NAME)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int maxBytes;

    /** @param maxBytes the largest document that it reads */
    public DocumentReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws ProblemException if it is too large, no JSON object, or holds what cannot be kept */
    public ObjectNode read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new ProblemException(
                    Problem.of(ProblemType.CONTENT_TOO_LARGE, "A document has at most " + maxBytes + " bytes here."));
        }
        return read(bytes);
    }

    private static ObjectNode read(byte[] bytes) throws IOException {
        JsonNode document;
        try {
            document = JSON.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, malformed.getOriginalMessage()));
        }
        if (!(document instanceof ObjectNode object)) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, "The body must be one JSON object."));
        }
        Violations violations = new Violations();
        check("", object, violations);
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, null, violations.list()));
        }
        return object;
    }

    private static void check(String pointer, JsonNode node, Violations violations) {
        if (node.isTextual()) {
            checkText(pointer, node.textValue(), violations);
        } else if (node.isBigDecimal()
                && Math.abs((long) node.decimalValue().precision()
                                - node.decimalValue().scale())
                        > MAX_EXPONENT) {
            violations.add(pointer, "expected a number between 1e-308 and 1e308");
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(Pointer.item(pointer, i), node.get(i), violations);
            }
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String at = Pointer.field(pointer, field.getKey());
                checkText(at, field.getKey(), violations);
                check(at, field.getValue(), violations);
            }
        }
    }

    /** PostgreSQL keeps neither U+0000 nor half a surrogate pair. */
    private static void checkText(String pointer, String text, Violations violations) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                violations.add(pointer, "holds U+0000 or half a surrogate pair");
                return;
            }
        }
    }
}
