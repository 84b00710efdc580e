package io.universalmiddleware.hub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.hub.fixture.RawClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client gets that comes back. */
public interface RecoveryContract extends HubClients {

    @Test
    default void aClientThatComesBackGetsWhatItMissedOnce() {
        try (RawClient client = connect("acme", "ann")) {
            JsonNode begin =
                    client.ask("{'subscribe':{'channel':'progress:ann:java'}}").path("subscribe");
            assertThat(begin.path("recoverable").asBoolean()).isTrue();
            client.cut();
            publish("progress:ann:java", 1, 5);

            try (RawClient again = connect("acme", "ann")) {
                JsonNode back = again.ask(recover(
                                "progress:ann:java", 2, begin.path("epoch").asText()))
                        .path("subscribe");
                publish("progress:ann:java", "{\"n\":6}");

                assertThat(back.path("was_recovering").asBoolean()).isTrue();
                assertThat(back.path("recovered").asBoolean()).isTrue();
                assertThat(back.path("offset").asLong()).isEqualTo(5);
                assertThat(back.path("publications"))
                        .extracting(p -> p.path("offset").asLong())
                        .containsExactly(3L, 4L, 5L);
                assertThat(back.path("publications")
                                .path(0)
                                .path("tags")
                                .path("commandId")
                                .asText())
                        .isEqualTo("c1");
                again.push("pub", p -> p.path("offset").asLong() == 6);
                assertThat(again.offsets("progress:ann:java")).containsExactly(6L);
            }
        }
    }

    @Test
    default void aGapBeyondHistoryIsToldAndNeverSilent() {
        try (RawClient client = connect("acme", "ann")) {
            String epoch = client.ask("{'subscribe':{'channel':'room'}}")
                    .path("subscribe")
                    .path("epoch")
                    .asText();
            client.ask("{'unsubscribe':{'channel':'room'}}");
            int last = hub().historySize() + 2;
            publish("room", 1, last);

            JsonNode tooOld = client.ask(recover("room", 1, epoch)).path("subscribe");
            assertThat(tooOld.path("was_recovering").asBoolean()).isTrue();
            assertThat(tooOld.path("recovered").asBoolean()).isFalse();
            assertThat(tooOld.path("offset").asLong()).isEqualTo(last);
            assertThat(tooOld.has("publications")).isFalse();

            client.ask("{'unsubscribe':{'channel':'room'}}");
            assertThat(client.ask(recover("room", last, "other"))
                            .path("subscribe")
                            .path("recovered")
                            .asBoolean())
                    .isFalse();
            client.ask("{'unsubscribe':{'channel':'room'}}");
            assertThat(client.ask(recover("room", last + 9, epoch))
                            .path("subscribe")
                            .path("recovered")
                            .asBoolean())
                    .isFalse();
            client.ask("{'unsubscribe':{'channel':'room'}}");
            JsonNode refused = client.ask(
                    "{'subscribe':{'channel':'room','recover':true,'offset':1,'flag':2,'epoch':'" + epoch + "'}}");
            assertThat(refused.path("error").path("code").asInt()).isEqualTo(112);
        }
    }

    @Test
    default void recoveringMoreThanTheQueueHoldsWaitsForTheReader() {
        String data = "\"" + "x".repeat(45_000) + "\"";
        try (RawClient client = connect("acme", "ann")) {
            StringBuilder frame = new StringBuilder();
            for (int c = 1; c <= 5; c++) {
                String channel = "progress:" + c;
                String epoch = client.ask("{'subscribe':{'channel':'" + channel + "'}}")
                        .path("subscribe")
                        .path("epoch")
                        .asText();
                client.ask("{'unsubscribe':{'channel':'" + channel + "'}}");
                IntStream.rangeClosed(1, 10).forEach(i -> publish(channel, data));
                frame.append("{'id':")
                        .append(100 + c)
                        .append(recover(channel, 0, epoch).replaceFirst("\\{", ","))
                        .append('\n');
            }
            client.send(frame.toString());

            for (int c = 1; c <= 5; c++) {
                JsonNode back = client.reply(100 + c).path("subscribe");
                assertThat(back.path("recovered").asBoolean()).isTrue();
                assertThat(back.path("publications")).hasSize(10);
            }
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    default void subscribersAreToldToStartOverWhenRedisForgets() {
        try (RawClient client = connect("acme", "ann")) {
            client.ask("{'subscribe':{'channel':'room'}}");
            publish("room", "1");
            client.push("pub", p -> true);

            hub().forget("acme", "room");
            publish("room", "2");

            assertThat(client.push("unsubscribe", p -> true).path("code").asInt())
                    .isEqualTo(2500);
            assertThat(client.ask("{'subscribe':{'channel':'room'}}")
                            .path("subscribe")
                            .path("offset")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    private static String recover(String channel, long offset, String epoch) {
        return "{'subscribe':{'channel':'" + channel + "','recover':true,'offset':" + offset + ",'epoch':'" + epoch
                + "'}}";
    }
}
