package io.universalmiddleware.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.CuttableProxy;
import io.universalmiddleware.hub.fixture.JavaClient;
import io.universalmiddleware.hub.fixture.NpmClient;
import io.universalmiddleware.hub.fixture.RawClient;
import io.universalmiddleware.hub.fixture.StuckReader;
import io.universalmiddleware.hub.fixture.TestNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients rely on, whatever carries their frames. */
@WithBackends
public abstract class HubContract {
    private TestNode node;
    private URI address;

    /** Makes the hub reachable: its WebSocket's address. */
    protected abstract URI serve(TestNode node) throws Exception;

    /** Stops serving. */
    protected abstract void stopServing() throws Exception;

    @BeforeEach
    void start(RedisBackend redis) throws Exception {
        node = TestNode.on(redis, "um.hub.history-size", "10", "um.hub.command-burst", "50");
        address = serve(node);
    }

    @AfterEach
    void stop() throws Exception {
        stopServing();
        node.close();
    }

    @Test
    void whatOneClientPublishesTheOthersOfItsTenantGetOnceAndInOrder() {
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
    void severalCommandsInOneFrameAreAnsweredInTheirOrder() {
        try (RawClient client = RawClient.open(address)) {
            client.send("{'id':1,'connect':{'token':'" + node.tokens().of("acme", "ann") + "'}}\n"
                    + "{'id':2,'subscribe':{'channel':'a'}}\n{'id':3,'subscribe':{'channel':'b'}}\n"
                    + "{'id':4,'ping':{}}\n");

            JsonNode connected = client.reply(1).path("connect");
            assertThat(connected.path("client").asText()).isNotEmpty();
            assertThat(connected.path("ping").asInt()).isEqualTo(25);
            assertThat(connected.path("pong").asBoolean()).isTrue();
            assertThat(connected.path("expires").asBoolean()).isTrue();
            assertThat(connected.path("ttl").asInt()).isBetween(3_590, 3_600);
            assertThat(client.reply(4).has("ping")).isTrue();
            assertThat(String.join("\n", client.frames()).lines().map(line -> line.substring(0, 7)))
                    .containsExactly("{\"id\":1", "{\"id\":2", "{\"id\":3", "{\"id\":4");
        }
    }

    @Test
    void aClientThatComesBackGetsWhatItMissedOnce() {
        try (RawClient client = connect("acme", "ann")) {
            JsonNode begin =
                    client.ask("{'subscribe':{'channel':'progress:ann:java'}}").path("subscribe");
            assertThat(begin.path("recoverable").asBoolean()).isTrue();
            client.cut();
            IntStream.rangeClosed(1, 5).forEach(i -> node.publish("acme", "progress:ann:java", "{\"n\":" + i + "}"));

            try (RawClient again = connect("acme", "ann")) {
                JsonNode back = again.ask(recover(
                                "progress:ann:java", 2, begin.path("epoch").asText()))
                        .path("subscribe");
                node.publish("acme", "progress:ann:java", "{\"n\":6}");

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
    void aGapBeyondHistoryIsToldAndNeverSilent() {
        try (RawClient client = connect("acme", "ann")) {
            String epoch = client.ask("{'subscribe':{'channel':'room'}}")
                    .path("subscribe")
                    .path("epoch")
                    .asText();
            client.ask("{'unsubscribe':{'channel':'room'}}");
            IntStream.rangeClosed(1, 12).forEach(i -> node.publish("acme", "room", "" + i));

            JsonNode tooOld = client.ask(recover("room", 1, epoch)).path("subscribe");
            assertThat(tooOld.path("was_recovering").asBoolean()).isTrue();
            assertThat(tooOld.path("recovered").asBoolean()).isFalse();
            assertThat(tooOld.path("offset").asLong()).isEqualTo(12);
            assertThat(tooOld.has("publications")).isFalse();

            client.ask("{'unsubscribe':{'channel':'room'}}");
            assertThat(client.ask(recover("room", 12, "other"))
                            .path("subscribe")
                            .path("recovered")
                            .asBoolean())
                    .isFalse();
            client.ask("{'unsubscribe':{'channel':'room'}}");
            assertThat(client.ask(recover("room", 99, epoch))
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
    void recoveringMoreThanTheQueueHoldsWaitsForTheReader() {
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
                IntStream.rangeClosed(1, 10).forEach(i -> node.publish("acme", channel, data));
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
    void subscribersAreToldToStartOverWhenRedisForgets() {
        try (RawClient client = connect("acme", "ann")) {
            client.ask("{'subscribe':{'channel':'room'}}");
            node.publish("acme", "room", "1");
            client.push("pub", p -> true);

            node.forget("acme", "room");
            node.publish("acme", "room", "2");

            assertThat(client.push("unsubscribe", p -> true).path("code").asInt())
                    .isEqualTo(2500);
            assertThat(client.ask("{'subscribe':{'channel':'room'}}")
                            .path("subscribe")
                            .path("offset")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void aVersionThatIsNotNewerIsNotPublishedAgain() {
        try (RawClient client = connect("acme", "ann")) {
            client.ask("{'subscribe':{'channel':'progress:ann:java'}}");
            node.publish("acme", "progress:ann:java", "1", 7);
            node.publish("acme", "progress:ann:java", "1", 7);
            node.publish("acme", "progress:ann:java", "0", 6);
            node.publish("acme", "progress:ann:java", "2", 8);

            client.push("pub", p -> p.path("data").asInt() == 2);
            assertThat(client.offsets("progress:ann:java")).containsExactly(1L, 2L);
        }
    }

    @Test
    void presenceTellsWhoIsThereAndWhoComesAndGoes() {
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
    void historyIsReadInPagesBothWays() {
        try (RawClient client = connect("acme", "ann")) {
            IntStream.rangeClosed(1, 12).forEach(i -> node.publish("acme", "room", "" + i));

            JsonNode all =
                    client.ask("{'history':{'channel':'room','limit':-1}}").path("history");
            String epoch = all.path("epoch").asText();
            assertThat(offsets(all))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(3, 12).boxed().toList());
            assertThat(all.path("offset").asLong()).isEqualTo(12);
            assertThat(offsets(client.ask("{'history':{'channel':'room'}}").path("history")))
                    .isEmpty();
            assertThat(offsets(history(client, "'limit':2,'since':{'offset':5,'epoch':'" + epoch + "'}")))
                    .containsExactly(6L, 7L);
            assertThat(offsets(history(client, "'limit':2,'reverse':true"))).containsExactly(12L, 11L);
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

    @Test
    void aCommandThatCannotBeIsAnsweredWithItsCode() {
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
    void aFrameThatIsNoneEndsTheConnection() {
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
            try (RawClient client = RawClient.open(address)) {
                client.sendRaw(frame);
                assertThat(client.closeCode()).as(frame).isEqualTo(3501);
            }
        }
        try (RawClient client = connect("acme", "ann")) {
            client.send("{'id':2,'connect':{'token':'x'}}");
            assertThat(client.closeCode()).isEqualTo(3501);
        }
        try (RawClient client = RawClient.open(address)) {
            client.sendRaw("{\"id\":1,\"connect\":{\"token\":\"" + "x".repeat(70_000) + "\"}}");
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void bytesThatAreNoFramesEndTheirConnectionAndNoOther() throws Exception {
        Map<String, byte[]> hostile = Map.of(
                "unmasked", new byte[] {(byte) 0x81, 2, '{', '}'},
                "reserved bit", new byte[] {(byte) 0xC1, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "reserved opcode", new byte[] {(byte) 0x83, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "endless length", new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                "negative length", new byte[] {(byte) 0x81, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                "continuation of nothing", new byte[] {(byte) 0x80, (byte) 0x82, 0, 0, 0, 0, '{', '}'},
                "no UTF-8", new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xC3, 0x28},
                "fragmented ping", new byte[] {0x09, (byte) 0x80, 0, 0, 0, 0});
        try (RawClient good = connect("acme", "ann")) {
            for (Map.Entry<String, byte[]> bytes : hostile.entrySet()) {
                try (StuckReader client = new StuckReader(address)) {
                    await().until(() ->
                            node.registry().get("um_hub_connections").gauge().value() == 2);
                    client.send(bytes.getValue());
                    // A container that waits for the rest of a frame is cut short by the connect timeout.
                    node.clock().advance(Duration.ofSeconds(11));
                    assertThat(client.isEnded()).as(bytes.getKey()).isTrue();
                }
                await().until(() ->
                        node.registry().get("um_hub_connections").gauge().value() == 1);
            }
            try (StuckReader half = new StuckReader(address)) {
                half.send((byte) 0x81, (byte) 0xFE, (byte) 1);
            }

            await().untilAsserted(() -> assertThat(
                            node.registry().get("um_hub_connections").gauge().value())
                    .isEqualTo(1));
            assertThat(good.ask("{'ping':{}}").has("ping")).isTrue();
        }
    }

    @Test
    void aClientThatAsksTooMuchIsSlowedDownAndThenClosed() {
        try (RawClient client = connect("acme", "ann")) {
            StringBuilder frame = new StringBuilder();
            IntStream.rangeClosed(2, 70)
                    .forEach(i -> frame.append("{'id':").append(i).append(",'ping':{}}\n"));
            client.send(frame.toString());

            assertThat(client.reply(10).has("ping")).isTrue();
            assertThat(client.reply(70).path("error").path("code").asInt()).isEqualTo(111);
            assertThat(client.reply(70).path("error").path("temporary").asBoolean())
                    .isTrue();
            StringBuilder flood = new StringBuilder();
            IntStream.rangeClosed(71, 400)
                    .forEach(i -> flood.append("{'id':").append(i).append(",'ping':{}}\n"));
            client.send(flood.toString());
            assertThat(client.closeCode()).isEqualTo(3013);
        }
    }

    @Test
    void onlyGoodTokensGetIn() throws Exception {
        assertThat(refusal("")).isEqualTo(101);
        assertThat(refusal(node.tokens().of("acme", "ann", Duration.ofSeconds(-5))))
                .isEqualTo(109);
        assertThat(refusal(node.tokens()
                        .sign(node.tokens().claims("ann", Duration.ofHours(1)).build())))
                .isEqualTo(103);
        try (RawClient client = RawClient.open(address)) {
            client.send("{'id':1,'connect':{'token':'" + node.tokens().of("acme", "ann") + "x'}}");
            assertThat(client.closeCode()).isEqualTo(3500);
        }
    }

    @Test
    void aTokenIsRefreshedInTheConnectionOrTheConnectionEnds() {
        try (RawClient ann = RawClient.connect(address, node.tokens().of("acme", "ann", Duration.ofMinutes(1)));
                RawClient bob = RawClient.connect(address, node.tokens().of("acme", "bob", Duration.ofMinutes(1)))) {
            node.clock().advance(Duration.ofSeconds(15));
            assertThat(ann.ask("{'refresh':{'token':'" + node.tokens().of("acme", "ann") + "'}}")
                            .path("refresh")
                            .path("ttl")
                            .asInt())
                    .isGreaterThan(3_500);
            for (int i = 0; i < 4; i++) {
                int pings = pings(ann);
                node.clock().advance(Duration.ofSeconds(26));
                await().until(() -> pings(ann) > pings);
            }

            assertThat(bob.closeCode()).isEqualTo(3005);
            assertThat(ann.ask("{'ping':{}}").has("ping")).isTrue();
            ann.send("{'id':99,'refresh':{'token':'" + node.tokens().of("acme", "bob") + "'}}");
            assertThat(ann.closeCode()).isEqualTo(3500);
        }
    }

    @Test
    void aClientThatDoesNotAnswerPingsOrNeverConnectsIsClosed() {
        try (RawClient silent = connect("acme", "ann");
                RawClient alive = connect("acme", "bob");
                RawClient stale = RawClient.open(address)) {
            silent.playDead();
            await().until(() ->
                    node.registry().get("um_hub_connections").gauge().value() == 3);
            node.clock().advance(Duration.ofSeconds(26));
            await().until(() -> pings(silent) == 1 && pings(alive) == 1);
            assertThat(stale.closeCode()).isEqualTo(3502);

            node.clock().advance(Duration.ofSeconds(11));

            assertThat(silent.closeCode()).isEqualTo(3012);
            assertThat(alive.ask("{'ping':{}}").has("ping")).isTrue();
        }
    }

    @Test
    void aStoppingHubSendsItsClientsElsewhere() {
        try (RawClient client = connect("acme", "ann")) {
            node.hub().refuseNew();

            assertThat(node.hub().shed(10)).isZero();

            assertThat(client.closeCode()).isEqualTo(3001);
        }
    }

    @Test
    void pagesOfOtherOriginsGetNothing() {
        assertThat(entersFrom("https://evil.example")).isFalse();
        assertThat(entersFrom("null")).isFalse();
        assertThat(entersFrom("http://localhost:3000")).isTrue();
        assertThat(entersFrom("http://" + address.getAuthority())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void theOfficialNpmClientGetsEachPublicationOnceAcrossACut(String encoding) throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(address);
                NpmClient client = new NpmClient(
                        proxy.address(), node.tokens().of("acme", "ann"), "progress:ann:java", encoding)) {
            client.event("subscribed", e -> !e.path("wasRecovering").asBoolean());
            publish(1, 5);
            client.event("publication", e -> e.path("offset").asLong() == 5);

            proxy.cut();
            publish(6, 10);
            proxy.heal();
            client.event("subscribed", e -> e.path("recovered").asBoolean());
            publish(11, 12);

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
    void theOfficialNpmClientPublishesAndSeesWhoIsThereAndWhatWas(String encoding) {
        try (NpmClient client = new NpmClient(address, node.tokens().of("acme", "ann"), "room", encoding);
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
    void theOfficialJavaClientGetsEachPublicationOnceAcrossACut() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(address);
                JavaClient client =
                        new JavaClient(proxy.address(), node.tokens().of("acme", "ann"), "progress:ann:java")) {
            await().until(() -> client.subscribed().size() == 1);
            publish(1, 5);
            await().until(() -> client.offsets().contains(5L));

            proxy.cut();
            publish(6, 10);
            proxy.heal();
            await().until(() -> client.subscribed().size() == 2);
            publish(11, 12);

            await().until(() -> client.offsets().contains(12L));
            assertThat(client.subscribed().get(1).getRecovered()).isTrue();
            assertThat(client.offsets())
                    .isEqualTo(LongStream.rangeClosed(1, 12).boxed().toList());
            assertThat(client.data().get(11)).isEqualTo("{\"n\":12}");
        }
    }

    @Test
    void clientsOfBothEncodingsShareAChannel() throws Exception {
        try (JavaClient ann = new JavaClient(address, node.tokens().of("acme", "ann"), "room");
                RawClient bob = connect("acme", "bob")) {
            await().until(() -> ann.subscribed().size() == 1);
            bob.ask("{'subscribe':{'channel':'room'}}");

            ann.publish("{ \"text\" :\n \"hi\" }");

            assertThat(bob.push("pub", p -> true).path("data").path("text").asText())
                    .isEqualTo("hi");
            await().untilAsserted(() -> assertThat(ann.data()).containsExactly("{\"text\":\"hi\"}"));
        }
    }

    @Test
    void aClientThatStopsReadingIsClosedAndHoldsUpNobody() throws Exception {
        String token = node.tokens().of("acme", "ann");
        try (RawClient good = connect("acme", "bob");
                StuckReader stuck = new StuckReader(
                        address,
                        "{'id':1,'connect':{'token':'" + token + "'}}",
                        "{'id':2,'subscribe':{'channel':'progress:big'}}")) {
            good.ask("{'subscribe':{'channel':'progress:big'}}");
            await().until(() ->
                    node.registry().get("um_hub_subscriptions").gauge().value() == 2);
            String data = "\"" + "x".repeat(50_000) + "\"";

            for (int i = 1; i <= 300; i++) {
                int behind = i - 10;
                node.publish("acme", "progress:big", data);
                await().until(() -> good.offsets("progress:big").size() >= behind);
            }

            good.push("pub", p -> p.path("offset").asLong() == 300);
            assertThat(good.offsets("progress:big")).hasSize(300).doesNotHaveDuplicates();
            await().until(() ->
                    node.registry().get("um_hub_connections").gauge().value() == 1);
            assertThat(node.registry()
                            .get("um_hub_closes")
                            .tag("reason", "slow")
                            .counter()
                            .count())
                    .isEqualTo(1);
            await().atMost(Duration.ofSeconds(20)).until(stuck::isEnded);
        }
    }

    private void publish(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> node.publish("acme", "progress:ann:java", "{\"n\":" + i + "}"));
    }

    private boolean entersFrom(String origin) {
        try (RawClient client = RawClient.openFrom(origin, address)) {
            client.send("{'id':1,'connect':{'token':'" + node.tokens().of("acme", "ann") + "'}}");
            await().until(() -> !client.isOpen() || !client.frames().isEmpty());
            return !client.frames().isEmpty();
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private RawClient connect(String tenant, String user) {
        return RawClient.connect(address, node.tokens().of(tenant, user));
    }

    private int refusal(String token) {
        try (RawClient client = RawClient.open(address)) {
            return error(client, "{'connect':{'token':'" + token + "'}}");
        }
    }

    private static int error(RawClient client, String command) {
        return client.ask(command).path("error").path("code").asInt();
    }

    private static JsonNode history(RawClient client, String more) {
        return client.ask("{'history':{'channel':'room'," + more + "}}").path("history");
    }

    private static List<Long> offsets(JsonNode result) {
        return StreamSupport.stream(result.path("publications").spliterator(), false)
                .map(p -> p.path("offset").asLong())
                .toList();
    }

    private static int pings(RawClient client) {
        return (int) client.frames().stream()
                .flatMap(String::lines)
                .filter("{}"::equals)
                .count();
    }

    private static String recover(String channel, long offset, String epoch) {
        return "{'subscribe':{'channel':'" + channel + "','recover':true,'offset':" + offset + ",'epoch':'" + epoch
                + "'}}";
    }
}
