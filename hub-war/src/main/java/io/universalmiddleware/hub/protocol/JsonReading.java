package io.universalmiddleware.hub.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading JSON that others wrote: bounded in depth, exact in numbers, strict in shape. */
final class JsonReading {
    private static final int MAX_DEPTH = 100;
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private JsonReading() {}

    /** All JSON values in the text, which stand on lines of their own. */
    static List<JsonNode> values(String text) throws MalformedFrameException {
        List<JsonNode> values = new ArrayList<>();
        try (MappingIterator<JsonNode> each = READER.readValues(text)) {
            while (each.hasNextValue()) {
                values.add(each.nextValue());
            }
        } catch (IOException | RuntimeException invalid) {
            throw new MalformedFrameException("not JSON", invalid);
        }
        return values;
    }

    /** The one JSON value in the text. */
    static JsonNode value(String text) throws MalformedFrameException {
        List<JsonNode> values = values(text);
        if (values.size() != 1) {
            throw new MalformedFrameException("expected one JSON value", null);
        }
        return values.get(0);
    }

    /** A text member; empty if absent. */
    static String text(JsonNode object, String name) throws MalformedFrameException {
        @Nullable JsonNode member = member(object, name);
        if (member == null) {
            return "";
        }
        if (!member.isTextual()) {
            throw new MalformedFrameException(name + " is no text", null);
        }
        return member.textValue();
    }

    /** A whole number from 0 to 2^53; 0 if absent. */
    static long count(JsonNode object, String name) throws MalformedFrameException {
        long value = number(object, name);
        if (value < 0) {
            throw new MalformedFrameException(name + " is negative", null);
        }
        return value;
    }

    /** A whole number between -2^53 and 2^53; 0 if absent. */
    static long number(JsonNode object, String name) throws MalformedFrameException {
        @Nullable JsonNode member = member(object, name);
        if (member == null) {
            return 0;
        }
        if (!member.isIntegralNumber() || !member.canConvertToLong() || Math.abs(member.longValue()) > 1L << 53) {
            throw new MalformedFrameException(name + " is no whole number", null);
        }
        return member.longValue();
    }

    /** A truth value; false if absent. */
    static boolean flag(JsonNode object, String name) throws MalformedFrameException {
        @Nullable JsonNode member = member(object, name);
        if (member == null) {
            return false;
        }
        if (!member.isBoolean()) {
            throw new MalformedFrameException(name + " is no truth value", null);
        }
        return member.booleanValue();
    }

    /** A member that is an object. */
    static JsonNode object(JsonNode object, String name) throws MalformedFrameException {
        @Nullable JsonNode member = object.get(name);
        if (member == null || !member.isObject()) {
            throw new MalformedFrameException(name + " is no object", null);
        }
        return member;
    }

    /** A map of texts; empty if absent. */
    static Map<String, String> texts(JsonNode object, String name) throws MalformedFrameException {
        @Nullable JsonNode member = member(object, name);
        if (member == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : member.properties()) {
            texts.put(entry.getKey(), entry.getValue().asText());
        }
        return texts;
    }

    /** A member, unless it is absent or null. */
    static @Nullable JsonNode member(JsonNode object, String name) {
        @Nullable JsonNode member = object.get(name);
        return member == null || member.isNull() ? null : member;
    }

    /** The value on one line. */
    static String compact(JsonNode value) throws MalformedFrameException {
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new MalformedFrameException("cannot be written", unwritable);
        }
    }
}
