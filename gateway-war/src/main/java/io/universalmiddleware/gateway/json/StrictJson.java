package io.universalmiddleware.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.gateway.http.Checked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Strict JSON is JSON that has one meaning and a bounded price (RFC 8259; I-JSON, RFC 7493, section 2.3).
 *
 * <p>Refused: more than {@value #MAX_DEPTH} levels, {@value #MAX_TOKENS} tokens or {@value #MAX_DIGITS} characters in a
 * number, exponents beyond {@value #MAX_EXPONENT}, a name twice in one object, anything after the end, what is not UTF-8.
 * Numbers keep their digits. The caller bounds the bytes.
 */
public final class StrictJson {
    static final int MAX_DEPTH = 64;
    static final int MAX_TOKENS = 200_000;
    static final int MAX_DIGITS = 100;
    static final int MAX_EXPONENT = 400;
    private static final int MAX_NAME = 1_000;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .maxNameLength(MAX_NAME)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private StrictJson() {}

    /** The document; refused with what is wrong and where, and never with what stands there. */
    public static Checked<JsonNode> read(byte[] utf8) {
        if (utf8.length > 1 && (utf8[0] == 0 || utf8[1] == 0)) {
            return Checked.malformed("The content is not JSON in UTF-8.");
        }
        try (JsonParser parser = JSON.createParser(utf8)) {
            return read(parser);
        } catch (IOException invalid) {
            return Checked.malformed("The content is not JSON in UTF-8.");
        }
    }

    private static Checked<JsonNode> read(JsonParser parser) throws IOException {
        try {
            JsonNode document = JSON.reader().readTree(parser);
            if (document == null || document.isMissingNode() || parser.nextToken() != null) {
                return Checked.malformed("The content is not one JSON document.");
            }
            return hugeNumber(document)
                    ? Checked.malformed("The content has a number too large to be taken.")
                    : Checked.usable(document);
        } catch (JsonProcessingException | ArithmeticException | NumberFormatException invalid) {
            long at = parser.currentLocation().getByteOffset();
            return Checked.malformed("The content is not JSON that is taken here, at byte " + at + '.');
        }
    }

    /**
     * The document's text; none if it is larger. A small document may be written as a huge one, since a part of it may stand in
     * it many times: writing ends where the bound is reached.
     *
     * @param most bytes
     */
    public static Optional<byte[]> write(JsonNode document, int most) {
        BoundedBytes out = new BoundedBytes(most);
        try {
            JSON.writeValue(out, document);
            return Optional.of(out.toByteArray());
        } catch (BoundedBytes.FullException tooLarge) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean hugeNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            return Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT;
        }
        if (node.isContainerNode()) {
            for (JsonNode child : node) {
                if (hugeNumber(child)) {
                    return true;
                }
            }
        }
        return false;
    }
}
