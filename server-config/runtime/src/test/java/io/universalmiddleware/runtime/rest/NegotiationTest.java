package io.universalmiddleware.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private final Recoding recoding = new Recoding();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                       | JSON
            */*                                      | JSON
            application/json                         | JSON
            application/cbor                         | CBOR
            Application/CBOR;q=0.9                   | CBOR
            application/xml                          | XML
            application/xml, application/json        | JSON
            application/xml, application/json;q=0.5  | XML
            application/cbor;q=0.5, */*              | JSON
            application/cbor;q=0                     | JSON
            application/cbor, application/xml        | CBOR
            text/html                                | JSON
            application/cbor;q=7                     | CBOR
            ';;,,;'                                  | JSON
            """)
    void aClientGetsWhatItLikesBest(String accept, Representation expected) {
        assertThat(Representation.of(List.of(accept))).isEqualTo(expected);
    }

    @Test
    void saysTheSameInCbor() throws IOException {
        String json = "{\"a\":[1,true,null,\"ü\"],\"b\":{\"c\":1.5}}";

        byte[] cbor = recoding.fromJson(json.getBytes(StandardCharsets.UTF_8), Representation.CBOR);

        assertThat(CBOR.readTree(cbor).toString()).isEqualTo(json);
        assertThat(new String(recoding.toJson(cbor), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void saysTheSameInXml() throws IOException {
        String json = "{\"a\":[1,null],\"b c\":\"<&>\\u0000\\ud800\",\"xmlns\":\"x\",\"d\":{\"e\":true}}";

        String xml = new String(
                recoding.fromJson(json.getBytes(StandardCharsets.UTF_8), Representation.XML), StandardCharsets.UTF_8);

        assertThat(xml)
                .endsWith(
                        "<answer><a><item>1</item><item nil=\"true\"></item></a><member name=\"b c\">&lt;&amp;&gt;\uFFFD\uFFFD</member>"
                                + "<member name=\"xmlns\">x</member><d><e>true</e></d></answer>");
    }

    @Test
    void hostileCborIsRefused() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x81);
        byte[] huge = {
            (byte) 0x9B, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF
        };
        byte[] twice = {(byte) 0xA2, 0x61, 'a', 1, 0x61, 'a', 2};

        for (byte[] hostile : List.of(deep, huge, twice, new byte[0], new byte[] {1, 2}, new byte[] {(byte) 0xFF})) {
            assertThatThrownBy(() -> recoding.toJson(hostile)).isInstanceOf(IOException.class);
        }
    }
}
