package io.universalmiddleware.product.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.launcher.stack.PartState;
import io.universalmiddleware.launcher.stack.Platform;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The five roles are five processes: what one process does by itself, they do together. */
@Tag("nodes")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SplitE2E {
    private static Product product;

    private final String tenant = product.freshTenant();
    private final Caller caller = product.caller("ann", tenant);
    private final School school = new School(caller);

    @BeforeAll
    static void start() {
        product = Product.start("split", Layout.SPLIT);
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    @Order(1)
    void aCommandEntersAtTheGatewayAndItsPushLeavesAtTheHub() {
        String course = school.createdWith(2);
        String enrolment = school.enrolled("ann", course);
        String token = product.token("ann", tenant);
        URI hub = process("hub").hub().orElseThrow();
        try (HubListener direct = HubListener.on(hub, token, "progress:" + enrolment);
                HubListener throughTheEdge = HubListener.on(product.edge(), token, "progress:" + enrolment)) {
            Answer done = School.succeeds(school.complete("ann", course, "lesson-1"));

            JsonNode read = caller.view("progress", enrolment, "Consistency-Token", done.header("Consistency-Token"))
                    .isStatus(200)
                    .json();
            assertThat(read.at("/completed/0").asText()).isEqualTo("lesson-1");
            for (HubListener listener : new HubListener[] {direct, throughTheEdge}) {
                Awaitility.await()
                        .untilAsserted(() -> assertThat(listener.pushes())
                                .last()
                                .extracting(push -> push.json())
                                .isEqualTo(read));
            }
            Awaitility.await().untilAsserted(() -> {
                JsonNode timeline = caller.get("/api/v1/commands/" + done.commandId() + "/timeline")
                        .isStatus(200)
                        .json();
                assertThat(timeline.findValuesAsText("step"))
                        .contains("accepted", "published", "started", "finished", "view-updated", "pushed");
                assertThat(timeline.path("traceId").asText()).hasSize(32);
            });
        }
    }

    @Test
    @Order(2)
    void everyProcessTellsOfItself() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(PartState.of(product.stack())).allMatch(PartState::up));
        Awaitility.await().untilAsserted(() -> {
            JsonNode edge =
                    check(new Caller(product.edge(), null).get("/health/ready").isStatus(200), "edge");
            assertThat(edge.path("data").properties())
                    .extracting(upstream ->
                            upstream.getKey() + " " + upstream.getValue().asText())
                    .containsExactlyInAnyOrder("command answers", "processor answers", "cache answers", "hub answers");
        });
        assertThat(new Caller(product.edge(), null)
                        .get("/openapi")
                        .isStatus(200)
                        .body())
                .contains("/api/v1/commands");
        assertThat(check(
                                new Caller(process("hub").http(), null)
                                        .get("/health/ready")
                                        .isStatus(200),
                                "postgresql")
                        .at("/data/role")
                        .asText())
                .as("a role that does not use PostgreSQL does not wait for it")
                .isEqualTo("off");
        assertThat(metrics("command")).contains("um_outbox_depth", "um_command_accept_seconds");
        assertThat(metrics("processor")).contains("um_processor_in_flight").doesNotContain("um_outbox_depth ");
        assertThat(metrics("cache")).contains("um_view_lag_seconds");
        assertThat(metrics("hub")).contains("um_hub_connections");
        assertThat(metrics("gateway")).contains("um_edge_requests_seconds").doesNotContain("um_processor_in_flight");
    }

    @Test
    @Order(3)
    void aProcessThatIsAwayTakesItsOwnPathsAlone() {
        String course = school.created("one");
        process("cache").kill();

        Awaitility.await()
                .untilAsserted(() -> assertThat(check(
                                        new Caller(product.edge(), null)
                                                .get("/health/ready")
                                                .isStatus(200),
                                        "edge")
                                .at("/data/cache")
                                .asText())
                        .isEqualTo("away"));
        Answer read = caller.view("course", course);
        read.isProblem(503, "unavailable");
        assertThat(read.header("Retry-After")).isNotBlank();
        School.succeeds(school.enrol("ann", course));
    }

    private static Platform process(String name) {
        return product.stack().platforms().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String metrics(String process) {
        return new Caller(process(process).http(), null)
                .get("/metrics")
                .isStatus(200)
                .body();
    }

    private static JsonNode check(Answer health, String name) {
        for (JsonNode check : health.json().path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + health);
    }
}
