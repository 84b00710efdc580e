package io.universalmiddleware.product.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.product.faults.check.TopicTail;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What holds when Kafka delivers again, and in another order. */
@WithCluster
class DeliveryE2E {
    private static final String ROWS =
            "select view || '/' || key || ' ' || version from view_row where tenant = ? order by 1";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final long seed = Long.getLong("seed", System.nanoTime());

    DeliveryE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void messagesGivenAgainInAnyOrderHaveNoSecondEffect() throws Exception {
        try (Round round = Round.on(cluster, "delivered-again", seed)) {
            round.goesOnFor(2_000);
            round.holds();
            List<String> before = cluster.records().texts(ROWS, round.tenant());
            int again = 0;
            for (String topic : List.of(Topics.COMMANDS, Topics.EVENTS)) {
                TopicTail tail = new TopicTail(cluster, topic, round.load().began());
                again += tail.produceAgainShuffled(round.tenant(), seed);
                tail.awaitConsumed();
            }
            System.out.println(again + " messages given again");
            assertThat(again).isPositive();
            assertThat(cluster.records().texts(ROWS, round.tenant()))
                    .as("versions of view rows")
                    .isEqualTo(before);
            round.holds();
        }
    }

    @Test
    void aPoisonMessageParksItsKeyAndNoOther() throws Exception {
        String tenant = cluster.freshTenant();
        Caller caller = cluster.caller(cluster.first(), "ann", tenant);
        School school = new School(caller);
        String course = school.createdWith(2);
        String row = school.enrolled("poisoned", course);
        school.enrolled("healthy", course);
        String key = cluster.records()
                .texts("select distinct record_key from outbox where record_key like ?", tenant + "/%/" + row)
                .get(0);
        new TopicTail(cluster, Topics.COMMANDS, Instant.now())
                .produce(List.of(new ProducerRecord<>(Topics.COMMANDS, key, "no command")));

        JsonNode letter = Awaitility.await("the poison is a dead letter")
                .atMost(PATIENCE)
                .until(
                        () -> caller.get("/api/v1/dead-letters?state=open")
                                .json()
                                .path("deadLetters"),
                        l -> l.size() == 1)
                .get(0);
        assertThat(letter.path("key").asText()).isEqualTo(key);
        assertThat(letter.path("message").asText()).as("its cause").isNotBlank();
        String behind = caller.submit("gopro.CompleteLesson", row, School.completion("poisoned", course, "lesson-1"))
                .isStatus(202)
                .commandId();
        School.succeeds(school.complete("healthy", course, "lesson-1"));
        assertThat(status(caller, behind)).as("what came behind the poison").isNotEqualTo("succeeded");

        caller.post(
                "/api/v1/dead-letters/" + letter.path("id").asText() + "/discard", "{\"reason\":\"it is no command\"}");
        Awaitility.await("what waited is done")
                .atMost(PATIENCE)
                .until(() -> status(caller, behind), "succeeded"::equals);
        assertThat(cluster.records().texts("select actor || ' ' || reason from audit where tenant = ?", tenant))
                .as("audit")
                .contains("ann it is no command");
    }

    private static String status(Caller caller, String command) {
        return caller.get("/api/v1/commands/" + command).json().path("status").asText();
    }
}
