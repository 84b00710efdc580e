package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.hub.Push;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One trace id leads from the request's header through every hop to the push. */
@BootedProduct
class TraceE2E {
    private final Product product;
    private final String tenant;
    private final School school;

    TraceE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.school = new School(product.caller("ann", tenant));
    }

    @Test
    void theTimelineShowsEveryStepUnderTheClientsTrace() {
        String course = school.created("one", "two");
        String enrolment = school.enrolled("ann", course);
        TraceContext trace = TraceContext.start();
        try (HubListener listener =
                HubListener.on(product.edge(), product.token("ann", tenant), "progress:" + enrolment)) {
            Answer done = School.succeeds(school.complete("ann", course, "one", "traceparent", trace.traceparent()));

            Push push = Awaitility.await()
                    .until(
                            () -> listener.pushes().stream()
                                    .filter(p ->
                                            done.commandId().equals(p.tags().get("commandId")))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(TraceContext.parse(push.tags().get("traceparent")))
                    .hasValueSatisfying(t -> assertThat(t.traceId()).isEqualTo(trace.traceId()));

            Awaitility.await().untilAsserted(() -> {
                JsonNode told = timeline(done.commandId());
                assertThat(steps(told))
                        .contains("accepted", "published", "started", "finished", "view-updated")
                        .anyMatch(step -> step.startsWith("event"));
                assertThat(steps(told)).filteredOn("pushed"::equals).hasSizeGreaterThanOrEqualTo(2);
                assertThat(told.toString())
                        .contains("gopro.LessonCompleted", "\"progress\"", "\"leaderboard\"", "progress:" + enrolment);
            });
            JsonNode timeline = timeline(done.commandId());
            assertThat(timeline.path("traceId").asText()).isEqualTo(trace.traceId());
            assertThat(steps(timeline).indexOf("accepted")).isZero();
            List<Instant> times = StreamSupport.stream(timeline.path("steps").spliterator(), false)
                    .map(entry -> Instant.parse(entry.path("at").asText()))
                    .toList();
            assertThat(times).isSorted();
            assertThat(timeline.path("steps"))
                    .allSatisfy(
                            step -> assertThat(step.path("traceId").asText()).isEqualTo(trace.traceId()));
            assertThat(Duration.between(times.get(0), times.get(times.size() - 1)))
                    .isLessThan(Duration.ofMinutes(3));
        }
    }

    @Test
    void theRecordsAndMessagesCarryTheTrace() {
        TraceContext trace = TraceContext.start();
        Answer done = School.succeeds(school.caller()
                .submit(
                        "gopro.CreateCourse",
                        School.freshSlug(),
                        School.course("one"),
                        "Prefer",
                        "wait=25",
                        "traceparent",
                        trace.traceparent()));

        assertThat(product.records().texts("select traceparent from command where id = ?::uuid", done.commandId()))
                .allSatisfy(text -> assertThat(text).contains(trace.traceId()));
        assertThat(product.records()
                        .texts(
                                "select headers->>'ce_traceparent' from outbox where headers->>'ce_commandid' = ?",
                                done.commandId()))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(text -> assertThat(text).contains(trace.traceId()));
    }

    @Test
    void aRequestWithoutOrWithABrokenTraceGetsANewOne() {
        for (String[] headers : new String[][] {
            {}, {"traceparent", "nonsense"}, {"traceparent", "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"}
        }) {
            Answer done = School.succeeds(school.create(headers));
            assertThat(timeline(done.commandId()).path("traceId").asText())
                    .matches("[0-9a-f]{32}")
                    .doesNotMatch("0+");
        }
    }

    @Test
    void theRequestIdComesBackIfItIsOneAndElseIsMade() {
        assertThat(school.caller()
                        .get("/api/v1/commands", "X-Request-Id", "my-id-1")
                        .header("X-Request-Id"))
                .isEqualTo("my-id-1");
        assertThat(school.caller()
                        .get("/api/v1/commands", "X-Request-Id", "x".repeat(500))
                        .header("X-Request-Id"))
                .hasSizeLessThan(100)
                .isNotBlank();
    }

    private JsonNode timeline(String command) {
        return school.caller()
                .get("/api/v1/commands/" + command + "/timeline")
                .isStatus(200)
                .json();
    }

    private static List<String> steps(JsonNode timeline) {
        return StreamSupport.stream(timeline.path("steps").spliterator(), false)
                .map(entry -> entry.path("step").asText())
                .toList();
    }
}
