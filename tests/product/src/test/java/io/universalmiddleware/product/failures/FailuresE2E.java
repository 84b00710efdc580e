package io.universalmiddleware.product.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What fails for good waits for an operator, with its key and nobody else; see docs/dead-letters.md. */
@BootedProduct
class FailuresE2E {
    private static final String PROCESSOR = "processor";
    private final Product product;
    private final Workshop workshop;
    private final String piece = Workshop.fresh("piece");
    private final String machine = Workshop.fresh("machine");

    FailuresE2E(Product product) {
        this.product = product;
        this.workshop = Workshop.in(product);
    }

    @Test
    void aDeadCommandParksItsKeyAloneUntilItsRetryAndThenAllGoesInOrder() {
        Answer dead = workshop.work(piece, "first", "broken", machine);
        assertThat(dead.json().path("status").asText()).as(dead.toString()).isEqualTo("dead");
        String second = workshop.queue(piece, "second");
        String third = workshop.queue(piece, "third");
        assertThat(workshop.work(Workshop.fresh("other"), "other", "well", machine)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");

        JsonNode letter = workshop.letter(piece, PROCESSOR).path("deadLetter");
        String id = letter.path("id").asText();
        assertThat(letter.path("exception").asText()).isEqualTo("java.lang.ArithmeticException");
        assertThat(letter.path("message").asText()).isEqualTo("gear / 0");
        assertThat(letter.path("frame").asText()).startsWith("org.example.workshop.Working.run(Working.java:");
        assertThat(letter.path("reason").asText()).isEqualTo("exhausted");
        assertThat(letter.path("attempts").asInt()).isEqualTo(5);
        assertThat(letter.path("commandId").asText())
                .isEqualTo(dead.json().path("id").asText());
        workshop.awaitWaiting(id, 2);
        assertThat(workshop.read(id).path("headers").path("ce_type").asText()).isEqualTo("workshop.Work");
        assertThat(workshop.read(id).at("/payload/step").asText()).isEqualTo("first");

        workshop.mend(machine);
        workshop.decide(id, "retry", Map.of("reason", "mended")).isStatus(202);

        workshop.awaitLetter(id, "resolved");
        workshop.awaitCommand(letter.path("commandId").asText(), "succeeded");
        workshop.awaitCommand(second, "succeeded");
        workshop.awaitCommand(third, "succeeded");
        workshop.awaitPiece(piece, "first", "second", "third");
        assertThat(workshop.read(id).path("history"))
                .extracting(act ->
                        act.path("actor").asText() + " " + act.path("action").asText())
                .containsExactly("um dead-lettered", "olga retry", "um resolved");
        assertThat(steps(letter.path("commandId").asText())).contains("dead-lettered", "retried", "finished");
        assertThat(steps(second)).contains("parked");
        workshop.decide(id, "retry", Map.of()).isStatus(202);
        workshop.decide(id, "discard", Map.of("reason", "too late")).isProblem(409, "conflict");
    }

    @Test
    void anEditedPayloadMustFitItsSchemaAndIsAudited() {
        workshop.work(piece, "first", "never", machine);
        String id = workshop.letter(piece, PROCESSOR).at("/deadLetter/id").asText();

        Answer refused =
                workshop.decide(id, "retry", Map.of("payload", Map.of("step", 7, "how", "badly", "machine", machine)));
        refused.isProblem(422, "invalid-command");
        assertThat(refused.pointers()).contains("/payload/step", "/payload/how");
        workshop.decide(
                        id,
                        "retry",
                        Map.of("payload", Workshop.work("first", "well", machine), "reason", "typing error"))
                .isStatus(202);

        workshop.awaitLetter(id, "resolved");
        workshop.awaitPiece(piece, "first");
        JsonNode edit = workshop.read(id).path("history").get(1);
        assertThat(edit.path("action").asText()).isEqualTo("edit-and-retry");
        assertThat(edit.path("actor").asText()).isEqualTo("olga");
        assertThat(edit.path("reason").asText()).isEqualTo("typing error");
        assertThat(edit.at("/before/how").asText()).isEqualTo("never");
        assertThat(edit.at("/after/how").asText()).isEqualTo("well");
    }

    @Test
    void aGroupIsDiscardedAtOnceAndWhatWaitedGoesOn() {
        String other = Workshop.fresh("piece");
        workshop.work(piece, "first", "never", machine);
        workshop.work(other, "first", "never", machine);
        workshop.letter(other, PROCESSOR);
        String waiting = workshop.queue(piece, "second");
        JsonNode group = workshop.letter(piece, PROCESSOR).path("deadLetter");
        workshop.awaitWaiting(group.path("id").asText(), 1);

        JsonNode groups =
                workshop.olga().get("/api/v1/dead-letters/groups").json().path("groups");
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).path("group").asText())
                .isEqualTo(group.path("group").asText());
        assertThat(groups.get(0).path("count").asInt()).isEqualTo(2);
        assertThat(groups.get(0).path("frame").asText()).startsWith("org.example.workshop.Working.handle(");

        String fingerprint = group.path("group").asText();
        many("discard", Map.of("group", fingerprint)).isProblem(400, "invalid-request");
        many("discard", Map.of("reason", "why not")).isProblem(400, "invalid-request");
        Answer discarded = many("discard", Map.of("group", fingerprint, "reason", "nobody wants them"));
        assertThat(discarded.isStatus(200).json().path("decided").asInt()).isEqualTo(2);

        workshop.awaitCommand(waiting, "succeeded");
        workshop.awaitPiece(piece, "second");
        workshop.awaitCommand(group.path("commandId").asText(), "dead");
        assertThat(many("retry", Map.of("all", true))
                        .isStatus(202)
                        .json()
                        .path("decided")
                        .asInt())
                .isZero();
    }

    @Test
    void lettersAreTheirTenantsAdministratorsAlone() {
        workshop.work(piece, "first", "never", machine);
        String id = workshop.letter(piece, PROCESSOR).at("/deadLetter/id").asText();
        Caller stranger = product.caller("eve", product.freshTenant(), "admin");

        for (String path : List.of("", "/groups", "/" + id)) {
            workshop.worker().get("/api/v1/dead-letters" + path).isProblem(403, "forbidden");
        }
        assertThat(stranger.get("/api/v1/dead-letters").json().path("deadLetters"))
                .isEmpty();
        stranger.get("/api/v1/dead-letters/" + id).isProblem(404, "not-found");
        stranger.post("/api/v1/dead-letters/" + id + "/retry", "{}").isProblem(404, "not-found");
        assertThat(stranger.post("/api/v1/dead-letters/discard", "{\"all\":true,\"reason\":\"mischief\"}")
                        .json()
                        .path("decided")
                        .asInt())
                .isZero();
        assertThat(workshop.read(id).at("/deadLetter/state").asText()).isEqualTo("open");
    }

    @Test
    void lettersAreListedPageByPageAndByState() {
        for (int i = 0; i < 3; i++) {
            String one = Workshop.fresh("piece");
            workshop.work(one, "first", "never", machine);
            workshop.letter(one, PROCESSOR);
        }
        Caller olga = workshop.olga();

        JsonNode first =
                olga.get("/api/v1/dead-letters?limit=2&type=workshop.Work").json();
        JsonNode second = olga.get("/api/v1/dead-letters?limit=2&type=workshop.Work&cursor="
                        + first.path("nextCursor").asText())
                .json();
        assertThat(first.path("deadLetters")).hasSize(2);
        assertThat(second.path("deadLetters")).hasSize(1);
        assertThat(second.hasNonNull("nextCursor")).isFalse();
        assertThat(olga.get("/api/v1/dead-letters?state=resolved").json().path("deadLetters"))
                .isEmpty();
        for (String bad : List.of("?limit=0", "?state=lost", "?cursor=x", "?limit=many", "/groups?state=lost")) {
            olga.get("/api/v1/dead-letters" + bad).isProblem(400, "invalid-request");
        }
        olga.get("/api/v1/dead-letters/none").isProblem(404, "not-found");
    }

    @Test
    void aMalformedRecordIsALetterThatParksTheKeyItCameUnder() {
        publish(workshop.tenant() + "/workshop.Piece/" + piece, Map.of("ce_type", "workshop.Work"), "{\"step\":");
        publish("no key of an aggregate", Map.of(), "\u0000");
        assertThat(workshop.work(Workshop.fresh("other"), "other", "well", machine)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");

        JsonNode letter = workshop.letter(piece, PROCESSOR);
        String id = letter.at("/deadLetter/id").asText();
        assertThat(letter.at("/deadLetter/reason").asText()).isEqualTo("malformed");
        assertThat(letter.at("/deadLetter/message").asText()).isEqualTo("no header ce_id");
        assertThat(letter.path("payload").asText()).isEqualTo("{\"step\":");
        String waiting = workshop.queue(piece, "second");
        workshop.awaitWaiting(id, 1);
        workshop.decide(id, "retry", Map.of()).isStatus(202);
        await().untilAsserted(() -> assertThat(workshop.read(id).path("history"))
                .extracting(act -> act.path("action").asText())
                .containsExactly("dead-lettered", "retry", "retry-failed"));
        workshop.decide(id, "discard", Map.of("reason", "no command")).isStatus(200);
        workshop.awaitCommand(waiting, "succeeded");

        Caller operator = product.caller("root", "operator", "admin");
        await().untilAsserted(() -> assertThat(
                        operator.get("/api/v1/dead-letters").json().path("deadLetters"))
                .extracting(l -> l.path("message").asText())
                .contains("no header ce_id"));
    }

    @Test
    void anEventThatAViewCannotTakeParksItsAggregateForThatView() {
        workshop.work(piece, "first", "well", machine);
        workshop.awaitPiece(piece, "first");
        Answer unseen = workshop.work(piece, "second", "unseen", machine);
        assertThat(unseen.json().path("status").asText()).isEqualTo("succeeded");
        Answer later = workshop.work(piece, "third", "well", machine);
        String other = Workshop.fresh("piece");
        workshop.work(other, "other", "well", machine);

        workshop.awaitPiece(other, "other");
        workshop.awaitPiece(piece, "first");
        String id = workshop.letter(piece, "view:pieces").at("/deadLetter/id").asText();
        workshop.awaitWaiting(id, 1);
        workshop.worker()
                .view("pieces", piece, "Consistency-Token", later.header("Consistency-Token"))
                .isProblem(503, "not-yet-consistent");
        workshop.decide(id, "retry", Map.of("payload", Map.of("step", "x"))).isProblem(422, "invalid-command");

        workshop.mend(machine);
        await().untilAsserted(() -> {
            workshop.decide(id, "retry", Map.of());
            assertThat(workshop.read(id).at("/deadLetter/state").asText()).isEqualTo("resolved");
        });
        workshop.awaitPiece(piece, "first", "second", "third");
        workshop.worker()
                .view("pieces", piece, "Consistency-Token", later.header("Consistency-Token"))
                .isStatus(200);
    }

    @Test
    void metricsTellHowMuchWaits() {
        workshop.work(piece, "first", "never", machine);
        workshop.letter(piece, PROCESSOR);

        await().untilAsserted(() -> assertThat(workshop.olga().get("/metrics").body())
                .containsPattern("um_dead_letters_total\\{[^}]*type=\"workshop.Work\"[^}]*} [1-9]")
                .containsPattern("um_dead_letters_open(\\{[^}]*})? [1-9]")
                .containsPattern("um_parked_keys(\\{[^}]*})? [1-9]")
                .containsPattern("um_parked_messages"));
        workshop.olga().get("/health/ready").isStatus(200);
    }

    private Answer many(String action, Object body) {
        return workshop.olga().post("/api/v1/dead-letters/" + action, Caller.json(body));
    }

    private List<String> steps(String command) {
        return StreamSupport.stream(
                        workshop.worker()
                                .get("/api/v1/commands/" + command + "/timeline")
                                .json()
                                .path("steps")
                                .spliterator(),
                        false)
                .map(step -> step.path("step").asText())
                .toList();
    }

    private void publish(String key, Map<String, String> headers, String value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", product.stack().addresses().kafka()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>("commands", key, value.getBytes(StandardCharsets.UTF_8));
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
        }
    }
}
