package io.universalmiddleware.gateway.validating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSizeTest {

    @ParameterizedTest
    @ValueSource(strings = {"{'$ref':'#/$defs/s%d'}", "{'$ref':'#a%d'}"})
    void referencesToReferencesAreCountedAsWhatTheyStandFor(String reference) throws Exception {
        JsonNode bomb = json("{'$ref':'#/$defs/s40','$defs':{'s0':{'$anchor':'a0','type':'object'},"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> {
                            String below = reference.formatted(i - 1);
                            return "'s" + i + "':{'$anchor':'a" + i + "','allOf':[" + below + "," + below + "]}";
                        })
                        .collect(Collectors.joining(","))
                + "}}");

        assertThatThrownBy(() -> JsonSchemas.compile(bomb))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parts");
    }

    @Test
    void aSchemaThatRefersToItselfIsAsLargeAsItIs() throws Exception {
        JsonNode tree = json("{'type':'object','properties':{'left':{'$ref':'#'},'right':{'$ref':'#'}}}");

        assertThat(SchemaSize.of(tree)).isLessThan(20);
        assertThat(JsonSchemas.compile(tree).validate(json("{'left':{'right':{}}}")))
                .isEmpty();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
