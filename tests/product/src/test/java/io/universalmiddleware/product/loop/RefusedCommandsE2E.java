package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How what is no command is refused: as a problem, at once, without a trace in the records. */
@BootedProduct
class RefusedCommandsE2E {
    private static final String COMMANDS = "/api/v1/commands";

    private final Product product;
    private final String tenant;
    private final Caller caller;

    RefusedCommandsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
    }

    @ParameterizedTest
    @CsvSource({"gopro.Nothing", "CreateCourse", "gopro.createcourse", "''", "../../etc/passwd"})
    void refusesAnUnknownType(String type) {
        Answer answer = caller.submit(type, "x", Map.of());

        assertThat(answer.status()).isIn(400, 422);
        answer.isProblem(answer.status(), answer.status() == 422 ? "unknown-command-type" : "invalid-request");
        nothingWasAccepted();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 0, -1, 99_999})
    void refusesAnUnknownVersion(int version) {
        Answer answer = caller.post(
                COMMANDS,
                Caller.json(Map.of(
                        "type",
                        "gopro.CreateCourse",
                        "version",
                        version,
                        "aggregateId",
                        School.freshSlug(),
                        "payload",
                        School.course("one"))));

        assertThat(answer.status()).isIn(400, 422);
        answer.isProblem(answer.status(), answer.status() == 422 ? "unknown-command-version" : "invalid-request");
        nothingWasAccepted();
    }

    @Test
    void namesEveryViolatedPath() {
        Answer answer = caller.submit(
                "gopro.CreateCourse",
                School.freshSlug(),
                Map.of(
                        "lessons",
                        List.of(
                                Map.of("slug", "Not A Slug", "title", "ok"),
                                Map.of("slug", "ok", "title", "", "difficulty", 11),
                                Map.of("title", "no slug"),
                                Map.of("slug", "ok-too", "title", "t", "admin", true))));

        answer.isProblem(422, "invalid-command");
        assertThat(answer.pointers())
                .contains("/payload/lessons/0/slug", "/payload/lessons/1/title", "/payload/lessons/1/difficulty")
                .anySatisfy(pointer -> assertThat(pointer).isIn("/payload", "/payload/title"))
                .anySatisfy(pointer -> assertThat(pointer).isIn("/payload/lessons/2", "/payload/lessons/2/slug"))
                .anySatisfy(pointer -> assertThat(pointer).isIn("/payload/lessons/3", "/payload/lessons/3/admin"));
        assertThat(answer.json().path("violations"))
                .allSatisfy(violation ->
                        assertThat(violation.path("message").asText()).isNotBlank());
        nothingWasAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "tenant", "tenantId", "principal", "role", "status", "acceptedAt", "__proto__"})
    void refusesAnUnknownOrReadOnlyMember(String member) {
        Map<String, Object> command = new java.util.HashMap<>(Map.of(
                "type", "gopro.CreateCourse", "aggregateId", School.freshSlug(), "payload", School.course("one")));
        command.put(member, "x");

        Answer answer = caller.post(COMMANDS, Caller.json(command));

        answer.isProblem(400, "invalid-request");
        assertThat(answer.pointers()).containsExactly("/" + member);
        nothingWasAccepted();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"aggregateId\":\"x\",\"payload\":{}}|/type",
                "{\"type\":\"gopro.CreateCourse\",\"payload\":{}}|/aggregateId",
                "{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"x\"}|/payload",
                "{\"type\":7,\"aggregateId\":\"x\",\"payload\":{}}|/type",
                "{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"\",\"payload\":{}}|/aggregateId",
            })
    void namesAMissingOrWrongMember(String body, String pointer) {
        Answer answer = caller.post(COMMANDS, body);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
        assertThat(answer.pointers()).contains(pointer);
        nothingWasAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"type\":\"gopro.CreateCourse\"}}",
                "{\"type\":\"a\",\"type\":\"b\",\"aggregateId\":\"x\",\"payload\":{}}",
                "{'type':'a'}",
                "{\"type\":\"\u0001\"}",
                "\u0000",
                "{\"type\":NaN}",
            })
    void refusesWhatIsNotACommandInJson(String body) {
        Answer answer = caller.post(COMMANDS, body);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        nothingWasAccepted();
    }

    @Test
    void refusesTooLargeABody() {
        String title = "x".repeat(3 << 20);

        Answer answer =
                caller.submit("gopro.CreateCourse", School.freshSlug(), Map.of("title", title, "lessons", List.of()));

        answer.isProblem(413, "content-too-large");
        nothingWasAccepted();
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 100_000})
    void refusesDeepNestingQuickly(int depth) {
        String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        refusedQuickly("{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"x\",\"payload\":" + deep + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400000000",
                "-1E-999999999",
                "999999999999999999999999999999",
                "1e308",
                "0.1",
            })
    void refusesHugeNumbersQuickly(String number) {
        refusedQuickly(course(number));
    }

    @Test
    void refusesANumberOfAHundredThousandDigitsQuickly() {
        refusedQuickly(course("9".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "x"
            })
    void refusesOtherMediaTypes(String type) {
        Answer answer = caller.post(COMMANDS, "{}", "Content-Type", type);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 415);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        nothingWasAccepted();
    }

    @ParameterizedTest
    @CsvSource({"PUT", "DELETE", "PATCH"})
    void refusesOtherMethods(String method) {
        caller.send(method, COMMANDS, method.equals("DELETE") ? null : "{}").isProblem(405, "method-not-allowed");
    }

    private void refusedQuickly(String body) {
        long begin = System.nanoTime();
        Answer answer = caller.post(COMMANDS, body);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 413, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(took).isLessThan(Duration.ofSeconds(20));
        nothingWasAccepted();
    }

    private void nothingWasAccepted() {
        assertThat(product.records().count("select count(*) from command where tenant = ?", tenant))
                .isZero();
    }

    private static String course(String difficulty) {
        return "{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"x\",\"payload\":{\"title\":\"t\",\"lessons\":"
                + "[{\"slug\":\"a\",\"title\":\"t\",\"difficulty\":" + difficulty + "}]}}";
    }
}
