package io.universalmiddleware.persistence.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How payloads are shown: JSON as it is, other text as a JSON string, anything else in base64, {@code base64:} before it. */
public final class PayloadText {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private PayloadText() {}

    /** Always JSON, and of a kind that PostgreSQL can hold. */
    public static String json(byte[] payload) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException binary) {
            return TextNode.valueOf("base64:" + Base64.getEncoder().encodeToString(payload))
                    .toString();
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isMissingNode() && !node.toString().contains("\\u0000")) {
                return node.toString();
            }
        } catch (JsonProcessingException none) {
            // it is shown as what it is: text
        }
        return TextNode.valueOf(KeptMessage.storable(text)).toString();
    }
}
