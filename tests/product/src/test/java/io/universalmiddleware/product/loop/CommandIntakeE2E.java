package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted as a command, and how everything else is refused: as a problem, at once, without a trace in the records. */
@BootedProduct
class CommandIntakeE2E {
    private static final String COMMANDS = "/api/v1/commands";

    private final Product product;
    private final String tenant;
    private final Caller caller;

    CommandIntakeE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
    }

    private long accepted() {
        return product.records().count("select count(*) from command where tenant = ?", tenant);
    }

    @Test
    void acceptsWithLocationTokenAndRequestId() {
        Answer answer = caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"));

        answer.isStatus(202);
        assertThat(answer.header("Location")).contains("/api/v1/commands/");
        assertThat(UUID.fromString(answer.commandId()).version()).isEqualTo(7);
        assertThat(answer.header("Consistency-Token")).isNotBlank();
        assertThat(answer.header("X-Request-Id")).isNotBlank();
        assertThat(answer.json().path("id").asText()).isEqualTo(answer.commandId());
        assertThat(caller.get(answer.header("Location")).status()).isEqualTo(200);
        assertThat(product.records().count("select count(*) from command where id = ?::uuid", answer.commandId()))
                .isEqualTo(1);
    }

    @Test
    void answersWithTheResultWhenItIsWaitedFor() {
        Answer answer =
                caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"), "Prefer", "wait=25");

        School.succeeds(answer);
        assertThat(answer.header("Preference-Applied")).contains("wait");
        assertThat(answer.header("Consistency-Token")).isNotBlank();
    }

    @Test
    void answers202WhenTheWaitIsOver() {
        try (var held = product.records().hold("lock table event in exclusive mode")) {
            long begin = System.nanoTime();
            caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"), "Prefer", "wait=1")
                    .isStatus(202);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(45));
        }
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

    @Test
    void takesTextAsItIsInEveryLanguage() {
        String title = "Ünïcödé – 日本語 \uD83D\uDE80 \"quoted\" \\ \u2028 <script>";
        String slug = School.freshSlug();
        Answer done = School.succeeds(caller.perform(
                "gopro.CreateCourse",
                slug,
                Map.of("title", title, "lessons", List.of(Map.of("slug", "one", "title", title)))));

        JsonNode course = caller.view("course", slug, "Consistency-Token", done.header("Consistency-Token"))
                .json();
        assertThat(course.path("title").asText()).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=-1", "wait=abc", "wait=99999999999", "respond-async", "wait=;;;"})
    void anOddPreferenceIsNoReasonToFail(String preference) {
        Answer answer =
                caller.submit("gopro.CreateCourse", School.freshSlug(), School.course("one"), "Prefer", preference);

        assertThat(answer.status()).as(answer.toString()).isIn(200, 202, 400);
    }

    @Test
    void listsTheTenantsCommandsByPages() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.add(caller.perform("gopro.CreateCourse", School.freshSlug(), School.course("one"))
                    .commandId());
        }
        caller.perform("gopro.EnrolLearner", "ann:nowhere", School.enrolment("ann", "nowhere"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    caller.get(COMMANDS + "?limit=3" + cursor).isStatus(200).json();
            assertThat(page.path("commands").size()).isLessThanOrEqualTo(3);
            page.path("commands")
                    .forEach(command -> listed.add(command.path("id").asText()));
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty() && listed.size() < 20);
        assertThat(listed).hasSize(8).doesNotHaveDuplicates().containsAll(sent);
        assertThat(listed).isSortedAccordingTo(java.util.Comparator.reverseOrder());

        Awaitility.await()
                .untilAsserted(() -> assertThat(caller.get(COMMANDS + "?status=failed")
                                .isStatus(200)
                                .json()
                                .path("commands"))
                        .hasSize(1));
        caller.get(COMMANDS + "?status=nonsense").isProblem(400, "invalid-request");
        caller.get(COMMANDS + "?limit=0").isProblem(400, "invalid-request");
        caller.get(COMMANDS + "?cursor=nonsense").isProblem(400, "invalid-request");
        caller.get(COMMANDS + "?limit=100000").isProblem(400, "invalid-request");
    }

    @Test
    void anUnknownCommandIsNotFound() {
        caller.get(COMMANDS + "/" + UUID.randomUUID()).isProblem(404, "not-found");
        caller.get(COMMANDS + "/" + UUID.randomUUID() + "/timeline").isProblem(404, "not-found");
        assertThat(caller.get(COMMANDS + "/not-a-uuid").status()).isIn(400, 404);
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
        assertThat(accepted()).isZero();
    }

    private static String course(String difficulty) {
        return "{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"x\",\"payload\":{\"title\":\"t\",\"lessons\":"
                + "[{\"slug\":\"a\",\"title\":\"t\",\"difficulty\":" + difficulty + "}]}}";
    }
}
