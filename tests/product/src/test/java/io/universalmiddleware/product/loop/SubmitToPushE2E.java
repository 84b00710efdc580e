package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.hub.CuttableProxy;
import io.universalmiddleware.product.hub.EventSource;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.hub.Push;
import io.universalmiddleware.product.node.NodeScript;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.product.stack.Records;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The main loop: a command comes in by HTTP, and what it changed goes out to those who listen, once each. */
@BootedProduct
class SubmitToPushE2E {
    private final Product product;
    private final String tenant;
    private final String token;
    private final School school;

    SubmitToPushE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.token = product.token("ann", tenant);
        this.school = new School(product.caller("ann", tenant));
    }

    @Test
    void aCommandIsReadBackAndPushedToTheJavaClientOnce() {
        String course = school.createdWith(3);
        String enrolment = school.enrolledAndPushed("ann", course);
        try (HubListener listener = HubListener.on(product.edge(), token, "progress:" + enrolment)) {
            Answer done = School.succeeds(school.complete("ann", course, "lesson-1"));

            JsonNode read = school.caller()
                    .view("progress", enrolment, "Consistency-Token", done.header("Consistency-Token"))
                    .isStatus(200)
                    .json();
            Push push = listener.awaitPushes(1).get(0);
            assertThat(read.at("/completed/0").asText()).isEqualTo("lesson-1");
            assertThat(push.json()).isEqualTo(read);

            School.succeeds(school.complete("ann", course, "lesson-2"));
            assertThat(listener.awaitPushes(2))
                    .extracting(p -> p.json().at("/completed").size())
                    .containsExactly(1, 2);
        }
    }

    @Test
    void aCommandsEndIsPushedToWhoWaitsForIt() {
        Answer accepted;
        HubListener listener;
        try (Records.Hold untouched = product.records().hold("lock table event in exclusive mode")) {
            accepted = school.caller().submit("gopro.CreateCourse", School.freshSlug(), School.course("one"));
            listener = HubListener.on(
                    product.edge(), token, "command:" + accepted.isStatus(202).commandId());
        }
        try (listener) {
            JsonNode end = listener.awaitPushes(1).get(0).json();
            assertThat(end.path("commandId").asText()).isEqualTo(accepted.commandId());
            assertThat(end.path("status").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void theJavaClientRecoversWhatItMissedWhileTheSocketWasCut() throws Exception {
        int lessons = 12;
        String course = school.createdWith(lessons);
        String enrolment = school.enrolledAndPushed("ann", course);
        try (CuttableProxy proxy = new CuttableProxy(product.edge());
                HubListener listener = HubListener.on(proxy.address(), token, "progress:" + enrolment)) {
            completeAll(course, 1, 4);
            listener.awaitPushes(4);
            proxy.cut();
            completeAll(course, 5, 8);
            proxy.mend();
            completeAll(course, 9, lessons);

            isEachOnce(listener.awaitPushes(lessons), lessons);
            assertThat(listener.events()).contains("subscribed recovering=true recovered=true");
        }
    }

    @Test
    void theNodeClientGetsEachOnceAndRecovers() throws Exception {
        int lessons = 12;
        String course = school.createdWith(lessons);
        String enrolment = school.enrolledAndPushed("ann", course);
        try (CuttableProxy proxy = new CuttableProxy(product.edge());
                NodeScript listener = listening(proxy.address(), "progress:" + enrolment)) {
            listener.await("subscribed", 1);
            completeAll(course, 1, 4);
            listener.await("publication", 4);
            proxy.cut();
            completeAll(course, 5, 8);
            proxy.mend();
            completeAll(course, 9, lessons);

            List<JsonNode> told = listener.await("publication", lessons);
            JsonNode again = listener.await("subscribed", 2).get(1);
            isEachOnce(
                    told.stream()
                            .map(push -> new Push(
                                    push.path("offset").asLong(),
                                    push.path("data").toString(),
                                    java.util.Map.of()))
                            .toList(),
                    lessons);
            assertThat(again.path("wasRecovering").asBoolean()).isTrue();
            assertThat(again.path("recovered").asBoolean()).isTrue();
            assertThat(listener.told("disconnected")).isEmpty();
        }
    }

    @Test
    void anEventSourceContinuesAfterItsLastEventId() throws Exception {
        int lessons = 9;
        String course = school.createdWith(lessons);
        String enrolment = school.enrolledAndPushed("ann", course);
        List<EventSource.Event> got = new ArrayList<>();
        try (EventSource first = EventSource.on(product.edge(), token, "progress:" + enrolment, null)) {
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.contentType()).startsWith("text/event-stream");
            completeAll(course, 1, 3);
            got.addAll(first.awaitMessages(3));
        }
        completeAll(course, 4, 6);
        String last = got.get(got.size() - 1).id();
        try (EventSource second = EventSource.on(product.edge(), token, "progress:" + enrolment, last)) {
            completeAll(course, 7, lessons);
            got.addAll(second.awaitMessages(6));
        }

        assertThat(got).allSatisfy(event -> assertThat(event.id()).isNotBlank());
        assertThat(got).extracting(EventSource.Event::id).doesNotHaveDuplicates();
        isEachOnce(
                IntStream.range(0, got.size())
                        .mapToObj(i -> new Push(i + 1, dataOf(got.get(i)), java.util.Map.of()))
                        .toList(),
                lessons);
    }

    @Test
    void aClientWhoseEpochIsGoneIsToldThatItHasAGap() throws Exception {
        String course = school.createdWith(1);
        String enrolment = school.enrolled("ann", course);
        try (EventSource source = EventSource.on(product.edge(), token, "progress:" + enrolment, "another-epoch:7")) {
            assertThat(source.status()).isEqualTo(200);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(source.events().toString()).containsIgnoringCase("recovered"));
        }
    }

    private void completeAll(String course, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> School.succeeds(school.complete("ann", course, "lesson-" + i)));
    }

    private NodeScript listening(URI server, String channel) throws Exception {
        String address = "ws://" + server.getHost() + ":" + server.getPort() + "/connection/websocket";
        return NodeScript.start("listen.mjs", address, token, channel);
    }

    private static String dataOf(EventSource.Event event) {
        JsonNode json = new Push(0, event.data(), java.util.Map.of()).json();
        return json.has("data") ? json.path("data").toString() : event.data();
    }

    private static void isEachOnce(List<Push> pushes, int lessons) {
        assertThat(pushes)
                .extracting(push -> push.json().path("completed").size())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, lessons).boxed().toList());
        long first = pushes.get(0).offset();
        assertThat(pushes)
                .extracting(Push::offset)
                .containsExactlyElementsOf(
                        LongStream.range(first, first + lessons).boxed().toList());
    }
}
