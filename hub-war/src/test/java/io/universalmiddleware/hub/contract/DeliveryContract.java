package io.universalmiddleware.hub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.hub.fixture.RawClient;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What subscribers get, and what they are told of each other. */
public interface DeliveryContract extends HubClients {

    @Test
    default void whatOneClientPublishesTheOthersOfItsTenantGetOnceAndInOrder() {
        try (RawClient ann = connect("acme", "ann");
                RawClient bob = connect("acme", "bob");
                RawClient eve = connect("zeta", "eve")) {
            List.of(ann, bob, eve).forEach(c -> c.ask("{'subscribe':{'channel':'room'}}"));

            for (int i = 1; i <= 20; i++) {
                ann.ask("{'publish':{'channel':'room','data':{'n':" + i + "}}}");
            }

            JsonNode last = bob.push("pub", p -> p.path("offset").asLong() == 20);
            assertThat(last.path("data").path("n").asInt()).isEqualTo(20);
            assertThat(last.path("info").path("user").asText()).isEqualTo("ann");
            List<Long> all = LongStream.rangeClosed(1, 20).boxed().toList();
            assertThat(bob.offsets("room")).isEqualTo(all);
            await().untilAsserted(() -> assertThat(ann.offsets("room")).isEqualTo(all));
            assertThat(eve.offsets("room")).isEmpty();
        }
    }

    @Test
    default void aVersionThatIsNotNewerIsNotPublishedAgain() {
        try (RawClient client = connect("acme", "ann")) {
            client.ask("{'subscribe':{'channel':'progress:ann:java'}}");
            hub().publish("acme", "progress:ann:java", "1", 7);
            hub().publish("acme", "progress:ann:java", "1", 7);
            hub().publish("acme", "progress:ann:java", "0", 6);
            hub().publish("acme", "progress:ann:java", "2", 8);

            client.push("pub", p -> p.path("data").asInt() == 2);
            assertThat(client.offsets("progress:ann:java")).containsExactly(1L, 2L);
        }
    }

    @Test
    default void presenceTellsWhoIsThereAndWhoComesAndGoes() {
        try (RawClient ann = connect("acme", "ann")) {
            ann.ask("{'subscribe':{'channel':'room','join_leave':true}}");
            RawClient bob = connect("acme", "bob");
            bob.ask("{'subscribe':{'channel':'room'}}");

            String client = ann.push(
                            "join", p -> p.path("info").path("user").asText().equals("bob"))
                    .path("info")
                    .path("client")
                    .asText();
            JsonNode present =
                    ann.ask("{'presence':{'channel':'room'}}").path("presence").path("presence");
            assertThat(present).hasSize(2);
            assertThat(present.path(client).path("user").asText()).isEqualTo("bob");
            JsonNode count = ann.ask("{'presence_stats':{'channel':'room'}}").path("presence_stats");
            assertThat(count.path("num_clients").asInt()).isEqualTo(2);
            assertThat(count.path("num_users").asInt()).isEqualTo(2);

            bob.cut();
            ann.push("leave", p -> p.path("info").path("client").asText().equals(client));
            assertThat(ann.ask("{'presence':{'channel':'room'}}")
                            .path("presence")
                            .path("presence"))
                    .hasSize(1);
            assertThat(bob.frames()).noneMatch(f -> f.contains("\"join\""));
        }
    }

    @Test
    default void historyIsReadInPagesBothWays() {
        try (RawClient client = connect("acme", "ann")) {
            long last = hub().historySize() + 2;
            publish("room", 1, (int) last);

            JsonNode all =
                    client.ask("{'history':{'channel':'room','limit':-1}}").path("history");
            String epoch = all.path("epoch").asText();
            assertThat(offsets(all))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(3, last).boxed().toList());
            assertThat(all.path("offset").asLong()).isEqualTo(last);
            assertThat(offsets(client.ask("{'history':{'channel':'room'}}").path("history")))
                    .isEmpty();
            assertThat(offsets(history(client, "'limit':2,'since':{'offset':5,'epoch':'" + epoch + "'}")))
                    .containsExactly(6L, 7L);
            assertThat(offsets(history(client, "'limit':2,'reverse':true"))).containsExactly(last, last - 1);
            assertThat(offsets(
                            history(client, "'limit':9,'reverse':true,'since':{'offset':5,'epoch':'" + epoch + "'}")))
                    .containsExactly(4L, 3L);
            assertThat(client.ask("{'history':{'channel':'room','limit':1,'since':{'offset':5,'epoch':'x'}}}")
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(112);
        }
    }

    private static JsonNode history(RawClient client, String more) {
        return client.ask("{'history':{'channel':'room'," + more + "}}").path("history");
    }

    private static List<Long> offsets(JsonNode result) {
        return StreamSupport.stream(result.path("publications").spliterator(), false)
                .map(p -> p.path("offset").asLong())
                .toList();
    }
}
