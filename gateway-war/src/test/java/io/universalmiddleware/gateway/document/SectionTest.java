package io.universalmiddleware.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Violations violations = new Violations();

    private enum Balance {
        P2C,
        ROUND_ROBIN
    }

    @Test
    void readsWhatIsThere() {
        Section section = section("""
                {"name": "shop", "weight": 3, "big": 5000000000, "share": 0.25, "on": true, "wait": "250ms",
                 "balance": "round-robin", "inner": {"a": "x"}, "list": [{"b": 1}, {"b": 2}], "texts": ["p", "q"],
                 "map": {"k": "v", "l": "w"}, "any": [1, {"deep": null}], "one": {"c": "y"}, "word": "z"}""");

        assertThat(section.required("name")).isEqualTo("shop");
        assertThat(section.integer("weight", 1, 0, 10)).isEqualTo(3);
        assertThat(section.whole("big", 1, 0, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
        assertThat(section.number("share", 0, 0, 1)).isEqualTo(0.25);
        assertThat(section.flag("on", false)).isTrue();
        assertThat(section.duration("wait", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(section.choice("balance", Balance.class, Balance.P2C)).isEqualTo(Balance.ROUND_ROBIN);
        assertThat(section.object("inner").orElseThrow().text("a")).isEqualTo("x");
        assertThat(section.objects("list").stream().map(s -> s.integer("b", 0, 0, 9)))
                .containsExactly(1, 2);
        assertThat(section.texts("texts")).containsExactly("p", "q");
        assertThat(section.map("map")).containsExactly(Map.entry("k", "v"), Map.entry("l", "w"));
        assertThat(section.any("any")).isEqualTo(node("[1, {\"deep\": null}]"));
        assertThat(section.oneOrMore("one"))
                .singleElement()
                .satisfies(s -> assertThat(s.text("c")).isEqualTo("y"));
        assertThat(section.oneOrMoreTexts("word")).containsExactly("z");
        section.end();
        assertThat(violations.list()).isEmpty();
    }

    @Test
    void anAbsentOrNullFieldGivesTheFallback() {
        Section section = section("{\"name\": null}");

        assertThat(section.has("name")).isFalse();
        assertThat(section.text("name")).isNull();
        assertThat(section.text("name", "x")).isEqualTo("x");
        assertThat(section.integer("n", 7, 0, 9)).isEqualTo(7);
        assertThat(section.flag("f", true)).isTrue();
        assertThat(section.object("o")).isEmpty();
        assertThat(section.objects("os")).isEmpty();
        assertThat(section.oneOrMore("om")).isEmpty();
        assertThat(section.texts("ts")).isEmpty();
        assertThat(section.map("m")).isEmpty();
        assertThat(section.any("a")).isNull();
        section.end();
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void tellsEveryViolationByItsPointer() {
        Section section = section("""
                {"name": 1, "weight": 11, "half": 1.5, "share": 2, "on": "yes", "wait": "5 s", "balance": "P2C",
                 "inner": [], "list": [{}, "x"], "texts": ["p", 3], "map": {"a/b": 1}, "text": "a\\u0000b"}""");

        section.required("name");
        section.integer("weight", 1, 0, 10);
        section.integer("half", 1, 0, 10);
        section.number("share", 0, 0, 1);
        section.flag("on", false);
        section.duration("wait", Duration.ZERO, Duration.ofMillis(1), Duration.ofHours(1));
        section.choice("balance", Balance.class, Balance.P2C);
        section.object("inner");
        assertThat(section.objects("list")).hasSize(1);
        assertThat(section.texts("texts")).containsExactly("p");
        section.map("map");
        section.text("text");
        section.required("missing");
        section.end();

        assertThat(pointers())
                .containsExactly(
                        "/name",
                        "/weight",
                        "/half",
                        "/share",
                        "/on",
                        "/wait",
                        "/balance",
                        "/inner",
                        "/list/1",
                        "/texts/1",
                        "/map/a~1b",
                        "/text",
                        "/missing");
        assertThat(messages())
                .containsEntry("/weight", "expected a whole number from 0 to 10")
                .containsEntry("/share", "expected a number from 0 to 1")
                .containsEntry("/wait", "expected a duration such as 250ms, 5s, 1m, 1h or 1d, from 1ms to 1h")
                .containsEntry("/balance", "expected p2c or round-robin")
                .containsEntry("/missing", "is required");
    }

    @Test
    void aFieldThatNobodyAskedForIsUnknownAtAnyDepth() {
        Section section = section("{\"a\": {\"b\": {\"c\": 1, \"role\": 2}}, \"l\": [{\"x\": 1}], \"te~nant/Id\": 3}");

        section.object("a").orElseThrow().object("b").orElseThrow().integer("c", 0, 0, 9);
        section.objects("l");
        section.end();
        section.end();

        assertThat(pointers()).containsExactly("/te~0nant~1Id", "/a/b/role", "/l/0/x");
        assertThat(messages()).containsValue("unknown field");
    }

    @Test
    void aDocumentThatIsNoObjectReadsAsAnEmptyOne() {
        Section section = Section.of(node("[1]"), violations);
        section.end();

        assertThat(violations.list()).containsExactly(new Violation("", "expected an object"));
    }

    @Test
    void aBlankTextIsNotWhatIsRequired() {
        assertThat(section("{\"name\": \" \"}").required("name")).isEqualTo(" ");
        assertThat(messages()).containsEntry("/name", "expected text that is not blank");
    }

    @Test
    void keepsAHundredViolationsOfAny() {
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 1_000; i++) {
            many.put("f" + i, i);
        }
        Section.of(many, violations).end();

        assertThat(violations.list()).hasSize(100);
    }

    @Test
    void refusesWhatIsTooLong() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("text", "x".repeat(Section.MAX_TEXT + 1));
        for (int i = 0; i <= Section.MAX_ITEMS; i++) {
            document.withArray("list").add("x");
        }
        document.put("n".repeat(5_000), 1);
        Section section = Section.of(document, violations);
        section.text("text");
        section.texts("list");
        section.end();

        assertThat(pointers()).containsExactly("/text", "/list", "/" + "n".repeat(100) + "…");
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "1ms, 1", "1500ms, 1500", "5s, 5000", "90s, 90000", "1m, 60000", "2h, 7200000", "1d, 86400000"
    })
    void writesDurationsAsItReadsThem(String text, long millis) {
        assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
        assertThat(DurationText.parse(DurationText.format(Duration.ofMillis(millis))))
                .contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"5", "s", "-5s", "5S", "1.5s", "5 s", "PT5S", "9999999999999s", "''"})
    void knowsNoOtherFormOfDurations(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Property(tries = 300)
    void noDocumentMakesReadingFail(@ForAll("documents") JsonNode document) {
        Violations found = new Violations();

        assertThatCode(() -> {
                    Section section = Section.of(document, found);
                    for (String field : List.of("a", "b", "c")) {
                        section.text(field);
                        section.required(field);
                        section.integer(field, 0, -5, 5);
                        section.number(field, 0, -5, 5);
                        section.flag(field, false);
                        section.duration(field, Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
                        section.choice(field, Balance.class, Balance.P2C);
                        section.object(field).ifPresent(inner -> inner.text("a"));
                        section.oneOrMore(field).forEach(inner -> inner.text("a"));
                        section.oneOrMoreTexts(field);
                        section.map(field);
                        section.any(field);
                    }
                    section.end();
                })
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return documents(3);
    }

    private static Arbitrary<JsonNode> documents(int depth) {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(4).map(text -> JsonNodeFactory.instance.textNode(text)),
                Arbitraries.bigIntegers().map(number -> JsonNodeFactory.instance.numberNode(number)),
                Arbitraries.doubles().map(number -> JsonNodeFactory.instance.numberNode(number)),
                Arbitraries.of(true, false).map(flag -> JsonNodeFactory.instance.booleanNode(flag)),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> inner = documents(depth - 1);
        return Arbitraries.oneOf(
                leaves,
                inner.list()
                        .ofMaxSize(3)
                        .map(items -> JsonNodeFactory.instance.arrayNode().addAll(items)),
                Arbitraries.maps(Arbitraries.of("a", "b", "c", "d~/"), inner)
                        .ofMaxSize(4)
                        .map(fields -> {
                            ObjectNode object = JsonNodeFactory.instance.objectNode();
                            fields.forEach(object::set);
                            return object;
                        }));
    }

    private Section section(String json) {
        return Section.of(node(json), violations);
    }

    private static JsonNode node(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private List<String> pointers() {
        return violations.list().stream().map(Violation::pointer).toList();
    }

    private Map<String, String> messages() {
        return violations.list().stream()
                .collect(Collectors.toMap(Violation::pointer, Violation::message, (first, second) -> first));
    }
}
