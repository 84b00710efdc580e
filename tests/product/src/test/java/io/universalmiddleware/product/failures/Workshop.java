package io.universalmiddleware.product.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A tenant that uses the sample application's workshop, and its administrator. */
record Workshop(String tenant, Caller worker, Caller olga) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LETTERS = "/api/v1/dead-letters";

    static Workshop in(Product product) {
        String tenant = product.freshTenant();
        return new Workshop(tenant, product.caller("ann", tenant), product.caller("olga", tenant, "admin"));
    }

    /** A name that nothing else has. */
    static String fresh(String what) {
        return what + '-' + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Has a step made and waits for its end. */
    Answer work(String piece, String step, String how, String machine) {
        return worker.perform("workshop.Work", piece, work(step, how, machine));
    }

    /** Has a step made that will wait. */
    String queue(String piece, String step) {
        return worker.submit("workshop.Work", piece, work(step, "well", "none"))
                .isStatus(202)
                .commandId();
    }

    static Map<String, String> work(String step, String how, String machine) {
        return Map.of("step", step, "how", how, "machine", machine);
    }

    void mend(String machine) {
        assertThat(worker.perform("workshop.Mend", machine, Map.of())
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
    }

    /** The open letter of the piece, once there is one; all of it. */
    JsonNode letter(String piece, String consumer) {
        return await().atMost(PATIENCE)
                .until(
                        () -> StreamSupport.stream(
                                        olga.get(LETTERS + "?state=open&limit=200")
                                                .isStatus(200)
                                                .json()
                                                .path("deadLetters")
                                                .spliterator(),
                                        false)
                                .filter(letter -> letter.path("key").asText().endsWith("/" + piece)
                                        && letter.path("consumer").asText().equals(consumer))
                                .map(letter -> read(letter.path("id").asText()))
                                .findFirst()
                                .orElse(null),
                        letter -> letter != null);
    }

    JsonNode read(String letter) {
        return olga.get(LETTERS + "/" + letter).isStatus(200).json();
    }

    void awaitWaiting(String letter, int messages) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(letter).path("waiting").asInt()).isEqualTo(messages));
    }

    Answer decide(String letter, String action, Object body) {
        return olga.post(LETTERS + "/" + letter + "/" + action, Caller.json(body));
    }

    void awaitLetter(String letter, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(letter).at("/deadLetter/state").asText())
                                .isEqualTo(state));
    }

    JsonNode awaitCommand(String command, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(worker.get("/api/v1/commands/" + command)
                                .json()
                                .path("status")
                                .asText())
                        .isEqualTo(status));
        return worker.get("/api/v1/commands/" + command).json();
    }

    void awaitPiece(String piece, String... steps) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(worker.view("pieces", piece).json().path("steps"))
                                .extracting(JsonNode::asText)
                                .containsExactly(steps));
    }
}
