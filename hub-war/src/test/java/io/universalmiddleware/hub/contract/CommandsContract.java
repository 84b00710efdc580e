package io.universalmiddleware.hub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.hub.fixture.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is answered to commands and frames, and who gets in. */
public interface CommandsContract extends HubClients {

    @Test
    default void severalCommandsInOneFrameAreAnsweredInTheirOrder() {
        try (RawClient client = RawClient.open(hub().address())) {
            client.send("{'id':1,'connect':{'token':'" + token("acme", "ann") + "'}}\n"
                    + "{'id':2,'subscribe':{'channel':'a'}}\n{'id':3,'subscribe':{'channel':'b'}}\n"
                    + "{'id':4,'ping':{}}\n");

            JsonNode connected = client.reply(1).path("connect");
            assertThat(connected.path("client").asText()).isNotEmpty();
            assertThat(connected.path("ping").asInt()).isEqualTo(25);
            assertThat(connected.path("pong").asBoolean()).isTrue();
            assertThat(connected.path("expires").asBoolean()).isTrue();
            assertThat(connected.path("ttl").asInt()).isBetween(3_500, 3_600);
            assertThat(client.reply(4).has("ping")).isTrue();
            assertThat(String.join("\n", client.frames()).lines().map(line -> line.substring(0, 7)))
                    .containsExactly("{\"id\":1", "{\"id\":2", "{\"id\":3", "{\"id\":4");
        }
    }

    @Test
    default void aCommandThatCannotBeIsAnsweredWithItsCode() {
        try (RawClient client = connect("acme", "ann")) {
            client.ask("{'subscribe':{'channel':'room'}}");

            assertThat(error(client, "{'subscribe':{'channel':'room'}}")).isEqualTo(105);
            assertThat(error(client, "{'subscribe':{'channel':''}}")).isEqualTo(107);
            assertThat(error(client, "{'subscribe':{'channel':'" + "x".repeat(256) + "'}}"))
                    .isEqualTo(107);
            assertThat(error(client, "{'subscribe':{'channel':'$secret'}}")).isEqualTo(103);
            assertThat(error(client, "{'subscribe':{'channel':'r','type':1}}")).isEqualTo(108);
            assertThat(error(client, "{'publish':{'channel':'progress:ann:java','data':1}}"))
                    .isEqualTo(103);
            assertThat(error(client, "{'publish':{'channel':'command:1','data':1}}"))
                    .isEqualTo(103);
            assertThat(error(client, "{'publish':{'channel':'room'}}")).isEqualTo(107);
            assertThat(error(client, "{'subscribe':{'channel':'dialog#bob,eve'}}"))
                    .isEqualTo(103);
            assertThat(error(client, "{'publish':{'channel':'dialog#','data':1}}"))
                    .isEqualTo(103);
            assertThat(client.ask("{'subscribe':{'channel':'dialog#bob,ann'}}").has("subscribe"))
                    .isTrue();
            assertThat(error(client, "{'presence':{'channel':'$secret'}}")).isEqualTo(103);
            assertThat(error(client, "{'history':{'channel':'$secret'}}")).isEqualTo(103);
            assertThat(error(client, "{'rpc':{'method':'sum'}}")).isEqualTo(108);
            assertThat(error(client, "{'sub_refresh':{'channel':'room'}}")).isEqualTo(108);
            assertThat(error(client, "{'dance':{}}")).isEqualTo(104);
            assertThat(client.ask("{'unsubscribe':{'channel':'nowhere'}}").has("unsubscribe"))
                    .isTrue();
        }
    }

    @Test
    default void aFrameThatIsNoneEndsTheConnection() {
        for (String frame : List.of(
                "nonsense",
                "{",
                "[]",
                "{\"id\":-1}",
                "{\"id\":1,\"subscribe\":7}",
                "{\"id\":1,\"ping\":{}}",
                "{\"connect\":{}}",
                "[".repeat(5_000),
                "{\"id\":1,\"connect\":{\"token\":7}}",
                " ")) {
            try (RawClient client = RawClient.open(hub().address())) {
                client.sendRaw(frame);
                assertThat(client.closeCode()).as(frame).isEqualTo(3501);
            }
        }
        try (RawClient client = connect("acme", "ann")) {
            client.send("{'id':2,'connect':{'token':'x'}}");
            assertThat(client.closeCode()).isEqualTo(3501);
        }
        try (RawClient client = RawClient.open(hub().address())) {
            client.sendRaw("{\"id\":1,\"connect\":{\"token\":\"" + "x".repeat(70_000) + "\"}}");
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    default void aClientThatAsksTooMuchIsSlowedDownAndThenClosed() {
        try (RawClient client = connect("acme", "ann")) {
            int first = 2 * hub().commandBurst();
            client.send(pings(2, first));

            assertThat(client.reply(10).has("ping")).isTrue();
            List<JsonNode> refused = IntStream.rangeClosed(2, first)
                    .mapToObj(id -> client.reply(id).path("error"))
                    .filter(error -> error.has("code"))
                    .toList();
            assertThat(refused).isNotEmpty().allSatisfy(error -> {
                assertThat(error.path("code").asInt()).isEqualTo(111);
                assertThat(error.path("temporary").asBoolean()).isTrue();
            });
            client.send(pings(first + 1, first + 4 * hub().commandBurst()));
            assertThat(client.closeCode()).isEqualTo(3013);
        }
    }

    @Test
    default void onlyGoodTokensGetIn() throws Exception {
        assertThat(refusal("")).isEqualTo(101);
        assertThat(refusal(hub().token("acme", "ann", Duration.ofMinutes(-5)))).isEqualTo(109);
        assertThat(refusal(hub().tokenWithoutTenant("ann"))).isEqualTo(103);
        assertThat(refusal(hub().tokenOf("acme", "ann", "stranger"))).isEqualTo(103);
        try (RawClient client = RawClient.open(hub().address())) {
            client.send("{'id':1,'connect':{'token':'" + token("acme", "ann") + "x'}}");
            assertThat(client.closeCode()).isEqualTo(3500);
        }
    }

    @Test
    default void pagesOfOtherOriginsGetNothing() {
        assertThat(entersFrom("https://evil.example")).isFalse();
        assertThat(entersFrom("null")).isFalse();
        assertThat(entersFrom("http://localhost:3000")).isTrue();
        assertThat(entersFrom("http://" + hub().address().getAuthority())).isTrue();
    }

    private boolean entersFrom(String origin) {
        try (RawClient client = RawClient.openFrom(origin, hub().address())) {
            client.send("{'id':1,'connect':{'token':'" + token("acme", "ann") + "'}}");
            await().until(() -> !client.isOpen() || !client.frames().isEmpty());
            return !client.frames().isEmpty();
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static String pings(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{'id':" + i + ",'ping':{}}")
                .collect(Collectors.joining("\n"));
    }

    private int refusal(String token) {
        try (RawClient client = RawClient.open(hub().address())) {
            return error(client, "{'connect':{'token':'" + token + "'}}");
        }
    }

    private static int error(RawClient client, String command) {
        return client.ask(command).path("error").path("code").asInt();
    }
}
