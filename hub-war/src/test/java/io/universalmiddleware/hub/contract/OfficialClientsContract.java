package io.universalmiddleware.hub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.hub.fixture.CuttableProxy;
import io.universalmiddleware.hub.fixture.JavaClient;
import io.universalmiddleware.hub.fixture.NpmClient;
import io.universalmiddleware.hub.fixture.RawClient;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official client libraries, unmodified. */
public interface OfficialClientsContract extends HubClients {

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    default void theOfficialNpmClientGetsEachPublicationOnceAcrossACut(String encoding) throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(hub().address());
                NpmClient client =
                        new NpmClient(proxy.address(), token("acme", "ann"), "progress:ann:java", encoding)) {
            client.event("subscribed", e -> !e.path("wasRecovering").asBoolean());
            publish("progress:ann:java", 1, 5);
            client.event("publication", e -> e.path("offset").asLong() == 5);

            proxy.cut();
            publish("progress:ann:java", 6, 10);
            proxy.heal();
            client.event("subscribed", e -> e.path("recovered").asBoolean());
            publish("progress:ann:java", 11, 12);

            JsonNode last = client.event("publication", e -> e.path("offset").asLong() == 12);
            assertThat(last.path("data").path("n").asInt()).isEqualTo(12);
            assertThat(last.path("tags").path("commandId").asText()).isEqualTo("c1");
            assertThat(client.events("publication"))
                    .extracting(e -> e.path("offset").asLong())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 12).boxed().toList());
            assertThat(client.events("suberror")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    default void theOfficialNpmClientPublishesAndSeesWhoIsThereAndWhatWas(String encoding) {
        try (NpmClient client = new NpmClient(hub().address(), token("acme", "ann"), "room", encoding);
                RawClient bob = connect("acme", "bob")) {
            client.event("subscribed", e -> true);
            bob.ask("{'subscribe':{'channel':'room'}}");
            client.event("join", e -> e.path("user").asText().equals("bob"));
            client.ask("{'ask':'publish','data':{'text':'hé'}}");
            client.event("published", e -> true);
            assertThat(bob.push("pub", p -> true).path("data").path("text").asText())
                    .isEqualTo("hé");
            client.ask("{'ask':'presence'}");
            assertThat(client.event("presence", e -> true).path("users")).hasSize(2);
            client.ask("{'ask':'history'}");
            assertThat(client.event("history", e -> true).path("offsets")).hasSize(1);
        }
    }

    @Test
    default void theOfficialJavaClientGetsEachPublicationOnceAcrossACut() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(hub().address());
                JavaClient client = new JavaClient(proxy.address(), token("acme", "ann"), "progress:ann:java")) {
            await().until(() -> client.subscribed().size() == 1);
            publish("progress:ann:java", 1, 5);
            await().until(() -> client.offsets().contains(5L));

            proxy.cut();
            publish("progress:ann:java", 6, 10);
            proxy.heal();
            await().until(() -> client.subscribed().size() >= 2);
            publish("progress:ann:java", 11, 12);

            await().until(() -> client.offsets().contains(12L));
            assertThat(client.subscribed().get(1).getRecovered()).isTrue();
            assertThat(client.offsets())
                    .isEqualTo(LongStream.rangeClosed(1, 12).boxed().toList());
            assertThat(client.data().get(11)).isEqualTo("{\"n\":12}");
        }
    }

    @Test
    default void clientsOfBothEncodingsShareAChannel() throws Exception {
        try (JavaClient ann = new JavaClient(hub().address(), token("acme", "ann"), "room");
                RawClient bob = connect("acme", "bob")) {
            await().until(() -> ann.subscribed().size() == 1);
            bob.ask("{'subscribe':{'channel':'room'}}");

            ann.publish("{ \"text\" :\n \"hi\" }");

            assertThat(bob.push("pub", p -> true).path("data").path("text").asText())
                    .isEqualTo("hi");
            await().untilAsserted(() -> assertThat(ann.data()).containsExactly("{\"text\":\"hi\"}"));
        }
    }
}
