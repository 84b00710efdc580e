package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isReadAsItWasWritten() throws JsonProcessingException {
        for (Input input : Cases.drawn(11, 500)) {
            assertThat(Input.read(json(input.json().toString()))).isEqualTo(input);
        }
    }

    @Test
    void needsNoMoreThanATenantAndAnAction() throws JsonProcessingException {
        assertThat(Input.read(json("{'tenant':'shop','action':'readView'}")))
                .isEqualTo(new Input("shop", "", Set.of(), Set.of(), "readView", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'tenant':'shop'}",
                "{'action':'readView'}",
                "{'tenant':7,'action':'readView'}",
                "{'tenant':'shop','action':'readView','rolls':[]}",
                "{'tenant':'shop','action':'readView','roles':'user'}",
                "{'tenant':'shop','action':'readView','roles':[7]}",
                "{'tenant':'shop','action':'readView','resource':[]}",
                "{'tenant':'shop','action':'readView','resource':{'kind':'view'}}",
                "{'tenant':'shop','action':'readView','resource':{'kind':'view','tenant':'shop','attributes':{'a':1}}}"
            })
    void refusesAnythingElse(String document) {
        assertThatThrownBy(() -> Input.read(json(document))).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.startsWith("{'") ? text.replace('\'', '"') : text);
    }
}
