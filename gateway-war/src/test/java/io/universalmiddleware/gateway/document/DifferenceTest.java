package io.universalmiddleware.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper DECIMALS =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void namesEachPlaceThatDiffers() {
        assertThat(Difference.between(
                        node("{\"a\":{\"b/c\":1,\"d\":2},\"l\":[1,2],\"gone\":true}"),
                        node("{\"a\":{\"b/c\":3,\"d\":2},\"l\":[1],\"new\":{}}")))
                .containsExactly(
                        new Difference("/a/b~1c", node("1"), node("3")),
                        new Difference("/l", node("[1,2]"), node("[1]")),
                        new Difference("/gone", node("true"), null),
                        new Difference("/new", null, node("{}")));
    }

    @Test
    void aDocumentThatIsNotThereDiffersAsAWhole() {
        assertThat(Difference.between(null, node("{}"))).containsExactly(new Difference("", null, node("{}")));
        assertThat(Difference.between(node("{}"), null)).containsExactly(new Difference("", node("{}"), null));
    }

    @Test
    void aNumberIsItsValueHoweverItWasRead() throws JsonProcessingException {
        assertThat(Difference.none(node("{\"a\":[0.5,1]}"), DECIMALS.readTree("{\"a\":[0.50,1.0]}")))
                .isTrue();
        assertThat(Difference.none(node("{\"a\":0.5}"), node("{\"a\":\"0.5\"}")))
                .isFalse();
    }

    private static JsonNode node(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
