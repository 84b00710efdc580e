package io.universalmiddleware.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFaultTest {
    private final ObjectMapper mapper = JsonProducer.newMapper();

    record Item(String name, int count) {}

    record Order(List<Item> items, Instant at) {}

    @Test
    void pointsAtAnUnknownProperty() {
        assertThat(problem("{\"items\":[{\"name\":\"a\",\"count\":1,\"pri/ce\":2}]}")
                        .violations())
                .containsExactly(new Violation("/items/0/pri~1ce", "no such property"));
    }

    @Test
    void pointsAtAValueOfTheWrongKind() {
        assertThat(problem("{\"items\":[{\"name\":\"a\",\"count\":\"many\"}]}").violations())
                .containsExactly(new Violation("/items/0/count", "not a valid number"));
        assertThat(problem("{\"items\":7}").violations()).containsExactly(new Violation("/items", "expected list"));
        assertThat(problem("{\"at\":\"tomorrow\"}").violations())
                .containsExactly(new Violation("/at", "not a valid ISO 8601 time"));
    }

    @Test
    void tellsWhereTheDocumentBreaks() {
        Problem problem = problem("{\"items\":\n  ]");

        assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST.uri());
        assertThat(problem.detail()).contains("line 2, column 3");
    }

    @Test
    void refusesKeysTwiceAndTrailingText() {
        assertThat(problem("{\"at\":null,\"at\":null}").status()).isEqualTo(400);
        assertThat(problem("{} {}").status()).isEqualTo(400);
    }

    @Test
    void namesNoClass() {
        for (String bad : List.of("{\"items\":7}", "[1]", "\"x\"", "{\"items\":[{\"count\":null}]}", "")) {
            assertThat(problem(bad).toString()).doesNotContain("io.universal").doesNotContain("java.");
        }
    }

    private Problem problem(String json) {
        return JsonFault.problem(
                catchThrowableOfType(JsonProcessingException.class, () -> mapper.readValue(json, Order.class)));
    }
}
