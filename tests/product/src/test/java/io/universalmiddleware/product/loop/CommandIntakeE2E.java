package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted as a command, what is answered, and where it is found again. */
@BootedProduct
class CommandIntakeE2E {
    private static final String COMMANDS = "/api/v1/commands";

    private final Product product;
    private final Caller caller;

    CommandIntakeE2E(Product product) {
        this.product = product;
        this.caller = product.caller("ann", product.freshTenant());
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
        assertThat(listed).isSortedAccordingTo(Comparator.reverseOrder());

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
}
