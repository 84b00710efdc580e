package io.universalmiddleware.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.EventStream;
import io.universalmiddleware.hub.fixture.ListeningNode;
import io.universalmiddleware.hub.fixture.RawClient;
import io.universalmiddleware.hub.fixture.StuckReader;
import io.universalmiddleware.hub.fixture.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithBackends
class LimitsIT {
    private static final int KILOBYTE = 1_024;

    private ListeningNode hub;

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void anAddressThatConnectsTooOftenIsToldToWaitAndOthersAreNot(RedisBackend redis) throws Exception {
        serve(redis, "um.hub.address-connects-per-second", "1", "um.hub.address-connect-burst", "3");

        assertThat(IntStream.range(0, 10).mapToObj(i -> statusFor("203.0.113.1")))
                .startsWith(200, 200, 200)
                .endsWith(429);
        try (EventStream refused = stream("203.0.113.1")) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 5);
            assertThat(refused.body()).contains("/problems/too-many-requests");
        }
        assertThat(statusFor("203.0.113.2")).isEqualTo(200);
        assertThat(refused("address-rate")).isGreaterThanOrEqualTo(7);
        hub.node().clock().advance(Duration.ofSeconds(2));
        assertThat(statusFor("203.0.113.1")).isEqualTo(200);
    }

    @Test
    void aNodeTakesConnectionsOnlyAsFastAsItMay(RedisBackend redis) {
        serve(redis, "um.hub.connects-per-second", "2");

        List<Integer> statuses = IntStream.range(0, 10)
                .mapToObj(i -> statusFor("203.0.113." + i))
                .toList();

        assertThat(statuses).startsWith(200, 200, 200, 200).contains(503).doesNotContain(429);
        assertThat(refused("node-rate")).isPositive();
    }

    @Test
    void connectionsThatDoNotSayWhoTheyAreTakeFewPlacesAndNotForLong(RedisBackend redis) {
        serve(redis, "um.hub.strangers", "2");
        try (RawClient one = RawClient.open(hub.address());
                RawClient two = RawClient.open(hub.address())) {
            await().until(() -> connections() == 2);
            assertThat(statusFor("203.0.113.1")).isEqualTo(503);

            hub.node().clock().advance(Duration.ofSeconds(11));

            assertThat(one.closeCode()).isEqualTo(3502);
            assertThat(two.closeCode()).isEqualTo(3502);
            await().until(() -> connections() == 0);
            assertThat(statusFor("203.0.113.1")).isEqualTo(200);
        }
    }

    @Test
    void aUserAndATenantHaveAsManyConnectionsAsTheyMay(RedisBackend redis) {
        serve(redis, "um.hub.connections-per-user", "1", "um.hub.connections-per-tenant", "2");
        try (RawClient ann = connected("acme", "ann");
                RawClient bob = connected("acme", "bob")) {
            assertThat(closeCode("acme", "ann")).isEqualTo(3504);
            assertThat(closeCode("acme", "eve")).isEqualTo(3504);
            assertThat(refused("tenant")).isEqualTo(2);
            try (RawClient other = connected("zeta", "ann")) {
                assertThat(closeCode("zeta", "ann")).isEqualTo(3504);
                assertThat(refused("user")).isEqualTo(1);
                assertThat(other.isOpen()).isTrue();
            }

            bob.cut();
            await().until(() -> connections() == 1);
            connected("acme", "eve").close();
            assertThat(ann.isOpen()).isTrue();
        }
    }

    @Test
    void whatWaitsForAllClientsTogetherIsBounded(RedisBackend redis) throws Exception {
        serve(redis, "um.hub.queue-max-bytes", "8388608", "um.hub.queues-max-megabytes", "4");
        String token = hub.node().tokens().of("acme", "ann");
        List<StuckReader> stuck = new ArrayList<>();
        try (RawClient good = connected("acme", "bob")) {
            good.ask("{'subscribe':{'channel':'progress:big'}}");
            for (int i = 0; i < 4; i++) {
                stuck.add(new StuckReader(
                        hub.address(),
                        "{'id':1,'connect':{'token':'" + token + "'}}",
                        "{'id':2,'subscribe':{'channel':'progress:big'}}"));
            }
            await().until(() ->
                    hub.node().registry().get("um_hub_subscriptions").gauge().value() == 5);
            String data = "\"" + "x".repeat(50 * KILOBYTE) + "\"";

            while (connections() == 5) {
                long offset = hub.node().publish("acme", "progress:big", data);
                good.push("pub", p -> p.path("offset").asLong() == offset);
            }

            assertThat(good.isOpen()).isTrue();
            await().until(() ->
                    hub.node().registry().get("um_hub_queue_bytes").gauge().value() <= 4 * KILOBYTE * KILOBYTE);
            assertThat(hub.node()
                            .registry()
                            .get("um_hub_closes")
                            .tag("reason", "slow")
                            .counter()
                            .count())
                    .isBetween(1.0, 4.0);
        }
        for (StuckReader reader : stuck) {
            reader.close();
        }
    }

    @Test
    void anEventStreamThatNobodyReadsIsEndedAndHoldsUpNobody(RedisBackend redis) throws Exception {
        serve(redis, "um.hub.queue-max-bytes", "65536");
        try (RawClient good = connected("acme", "bob");
                StuckReader stuck = StuckReader.ofStream(
                        hub.stream("progress:big", hub.node().tokens().of("acme", "ann")))) {
            good.ask("{'subscribe':{'channel':'progress:big'}}");
            await().until(() ->
                    hub.node().registry().get("um_hub_subscriptions").gauge().value() == 2);
            String data = "\"" + "x".repeat(20 * KILOBYTE) + "\"";

            while (connections() == 2) {
                long offset = hub.node().publish("acme", "progress:big", data);
                good.push("pub", p -> p.path("offset").asLong() == offset);
            }

            assertThat(stuck.isEnded()).isTrue();
            assertThat(good.isOpen()).isTrue();
        }
    }

    private void serve(RedisBackend redis, String... settings) {
        hub = new ListeningNode(TestNode.on(redis, settings));
        hub.node().clock().stand(); // what may come in a second must not depend on how long a request takes
    }

    private RawClient connected(String tenant, String user) {
        return RawClient.connect(hub.address(), hub.node().tokens().of(tenant, user));
    }

    private int closeCode(String tenant, String user) {
        try (RawClient client = RawClient.open(hub.address())) {
            client.send("{'id':1,'connect':{'token':'" + hub.node().tokens().of(tenant, user) + "'}}");
            return client.closeCode();
        }
    }

    private int statusFor(String address) {
        try (EventStream stream = stream(address)) {
            return stream.status();
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private EventStream stream(String address) throws Exception {
        return new EventStream(hub.stream("room", hub.node().tokens().of("acme", "ann")), "X-Forwarded-For", address);
    }

    private double connections() {
        return hub.node().registry().get("um_hub_connections").gauge().value();
    }

    private double refused(String reason) {
        return hub.node()
                .registry()
                .get("um_hub_refused")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
