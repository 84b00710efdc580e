package io.universalmiddleware.gateway.transforming;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Changes and documents that a fuzzer makes: each is refused, or gives JSON of a bounded size. */
class TransformationFuzzTest {
    private static final int MOST = 4_096;

    @FuzzTest
    void aTransformationGivesJsonOrRefuses(FuzzedDataProvider data) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("maxBytes", MOST);
        for (int i = data.consumeInt(1, 6); i > 0; i--) {
            change(data, document.withArray("changes").addObject());
        }
        String variable = data.consumeString(20);
        Violations violations = new Violations();
        Transformation transformation = Transformation.read(Section.of(document, violations), false);
        if (!violations.list().isEmpty()) {
            return;
        }

        Checked<byte[]> changed =
                transformation.apply(data.consumeRemainingAsBytes(), name -> variable.isEmpty() ? null : variable);

        if (changed instanceof Checked.Usable<byte[]> usable) {
            assertThat(usable.value().length).isLessThanOrEqualTo(4 * MOST);
            assertThat(new String(usable.value(), StandardCharsets.UTF_8)).isNotEmpty();
        }
    }

    @FuzzTest
    void strictJsonIsReadInOneWay(FuzzedDataProvider data) throws IOException {
        byte[] bytes = data.consumeRemainingAsBytes();

        if (StrictJson.read(bytes) instanceof Checked.Usable<JsonNode> read) {
            byte[] written = StrictJson.write(read.value(), 1 << 20).orElseThrow();
            assertThat(StrictJson.read(written).flatMap(again -> Checked.usable(StrictJson.write(again, 1 << 20))))
                    .satisfies(again -> assertThat(((Checked.Usable<Optional<byte[]>>) again)
                                    .value()
                                    .orElseThrow())
                            .isEqualTo(written));
        }
    }

    private static void change(FuzzedDataProvider data, ObjectNode change) {
        String pointer = '/' + data.consumeString(20);
        switch (data.consumeInt(0, 6)) {
            case 0 -> change.put("set", pointer).put("value", data.consumeString(20));
            case 1 -> change.put("set", pointer).put("text", data.consumeString(20));
            case 2 -> change.put("remove", pointer);
            case 3 -> change.put("rename", pointer).put("to", data.consumeString(10));
            case 4 -> change.put("wrap", data.consumeBoolean() ? "" : pointer).put("in", data.consumeString(10));
            case 5 -> change.put("unwrap", pointer);
            default ->
                change.putObject("shape")
                        .put(data.consumeString(5), data.consumeBoolean() ? "" : pointer)
                        .put(data.consumeString(5), "");
        }
    }
}
