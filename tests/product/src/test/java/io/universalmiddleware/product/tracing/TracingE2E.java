package io.universalmiddleware.product.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With OpenTelemetry's SDK on, a collector gets every hop of a trace, each below the one that caused it. */
class TracingE2E {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static SpanCollector collector;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Product product;

    private final String tenant = product.freshTenant();
    private final School school = new School(product.caller("ann", tenant));

    @BeforeAll
    static void boot() {
        collector = new SpanCollector();
        product = Product.start(
                "traced",
                "-Dotel.sdk.disabled=false",
                "-Dotel.exporter.otlp.protocol=http/protobuf",
                "-Dotel.exporter.otlp.endpoint=" + collector.uri(),
                "-Dotel.bsp.schedule.delay=100");
    }

    @AfterAll
    static void stop() {
        product.close();
        collector.close();
    }

    @Test
    void oneTraceLeadsFromTheClientsSpanToThePush() {
        String course = school.created("one", "two");
        String enrolment = school.enrolled("ann", course);
        TraceContext client = TraceContext.start();
        try (HubListener listener =
                HubListener.on(product.edge(), product.token("ann", tenant), "progress:" + enrolment)) {
            Answer done = School.succeeds(school.complete("ann", course, "one", "traceparent", client.traceparent()));

            CollectedSpan push = named(client, "push progress");
            CollectedSpan project = parentOf(push);
            CollectedSpan event = parentOf(project);
            CollectedSpan handle = parentOf(event);
            CollectedSpan command = parentOf(handle);
            CollectedSpan edge = named(client, "edge POST");
            assertThat(listener.awaitPushes(1)).isNotEmpty();
            assertThat(push.kind()).isEqualTo(CollectedSpan.CONSUMER);
            assertThat(project.name()).isEqualTo("project gopro.LessonCompleted");
            assertThat(project.kind()).isEqualTo(CollectedSpan.CONSUMER);
            assertThat(event.name()).startsWith("publish ").endsWith("events");
            assertThat(event.kind()).isEqualTo(CollectedSpan.PRODUCER);
            assertThat(handle.name()).isEqualTo("handle gopro.CompleteLesson");
            assertThat(handle.kind()).isEqualTo(CollectedSpan.CONSUMER);
            assertThat(command.name()).startsWith("publish ").endsWith("commands");
            assertThat(command.kind()).isEqualTo(CollectedSpan.PRODUCER);
            assertThat(command.attributes()).containsEntry("um.command.id", done.commandId());
            assertThat(parentOf(command).name()).isEqualTo("accept command");
            assertThat(isBelow(command, edge)).isTrue();
            assertThat(edge.kind()).isEqualTo(CollectedSpan.SERVER);
            assertThat(edge.parent()).isEqualTo(client.spanId());
            assertThat(edge.attributes())
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("url.path", "/api/v1/commands")
                    .containsEntry("http.response.status_code", "200");
        }
    }

    @Test
    void aTraceThatItsClientDoesNotSampleIsNotRecorded() {
        TraceContext unsampled = new TraceContext(
                TraceContext.start().traceId(), TraceContext.start().spanId(), false);
        TraceContext sampled = TraceContext.start();
        School.succeeds(school.create("traceparent", unsampled.traceparent()));
        School.succeeds(school.create("traceparent", sampled.traceparent()));

        named(sampled, "edge POST");
        assertThat(collector.ofTrace(unsampled.traceId())).isEmpty();
    }

    @Test
    void aRequestWithoutATraceBeginsOneAndAProbeDoesNot() {
        Caller nobody = new Caller(product.edge(), null);
        nobody.get("/health/live").isStatus(200);
        nobody.get("/metrics").isStatus(200);
        nobody.get("/nowhere", "X-Request-Id", "nowhere-1").isStatus(404);

        Awaitility.await()
                .untilAsserted(() -> assertThat(collector.all())
                        .filteredOn(span -> "nowhere-1".equals(span.attributes().get("um.request.id")))
                        .singleElement()
                        .satisfies(span -> {
                            assertThat(span.parent()).isEmpty();
                            assertThat(span.attributes())
                                    .containsEntry("http.response.status_code", "404")
                                    .containsEntry("um.upstream", "none");
                        }));
        assertThat(collector.all())
                .extracting(span -> span.attributes().getOrDefault("url.path", ""))
                .noneMatch(path -> path.startsWith("/health") || path.startsWith("/metrics"));
    }

    @Test
    void noSpanHoldsWhatLetsAnybodyIn() {
        String secret = "s3cret" + UUID.randomUUID();
        List<TraceContext> traces = new ArrayList<>();
        for (Caller caller : List.of(new Caller(product.edge(), null), new Caller(product.edge(), secret))) {
            TraceContext trace = TraceContext.start();
            caller.post(
                            "/api/v1/auth/login?state=" + secret,
                            Caller.json(Map.of("email", "ann@example.org", "password", secret)),
                            "traceparent",
                            trace.traceparent(),
                            "X-API-Key",
                            secret,
                            "Cookie",
                            "__Host-um-session=" + secret)
                    .isStatus(401);
            named(trace, "edge POST");
            traces.add(trace);
        }
        named(traces.get(0), "POST /api/v1/auth/login");
        TraceContext last = TraceContext.start(); // the server tells its spans in turn
        new Caller(product.edge(), null)
                .post("/api/v1/auth/login", Caller.json(Map.of()), "traceparent", last.traceparent());
        named(last, "POST /api/v1/auth/login");

        assertThat(collector.all()).noneMatch(span -> span.toString().contains(secret));
    }

    private static CollectedSpan named(TraceContext trace, String name) {
        List<CollectedSpan> found = Awaitility.await("a span named " + name)
                .until(
                        () -> collector.ofTrace(trace.traceId()).stream()
                                .filter(span -> span.name().equals(name))
                                .toList(),
                        spans -> !spans.isEmpty());
        return found.get(0);
    }

    private static CollectedSpan parentOf(CollectedSpan span) {
        return Awaitility.await("the parent of " + span)
                .until(() -> collector.withId(span.parent()), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isBelow(CollectedSpan span, CollectedSpan ancestor) {
        CollectedSpan above = parentOf(span);
        return above.equals(ancestor) || isBelow(above, ancestor);
    }
}
