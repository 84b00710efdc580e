package io.universalmiddleware.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.dns.NameServer;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.pool.ServiceRecords.ServiceRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a DNS server of the test's own, which answers what the test says. */
class NettyNamesIT {
    private static final String SERVICE = "_http._tcp.app.example";

    private Vertx vertx;
    private NameServer server;
    private NettyNames names;

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        server = new NameServer();
        names = new NettyNames(
                NettyNames.builder(vertx.nettyEventLoopGroup().next(), new NameServers(List.of(server.address())))
                        .queryTimeoutMillis(60_000));
    }

    @AfterEach
    void stop() {
        names.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsAddressesAndServices() throws Exception {
        server.address("app.example", "1.1.1.1");
        server.service(SERVICE, 10, 5, 8080, "app.example");

        assertThat(names.addresses("app.example").toCompletableFuture().join())
                .containsExactly(InetAddress.getByAddress(new byte[] {1, 1, 1, 1}));
        assertThat(names.records(SERVICE).toCompletableFuture().join())
                .containsExactly(new ServiceRecord(10, 5, 8080, "app.example"));
    }

    @Test
    void aNameThatNobodyKnowsIsAFailure() {
        assertThatThrownBy(() ->
                        names.addresses("unknown.example").toCompletableFuture().join())
                .hasCauseInstanceOf(java.net.UnknownHostException.class);
    }

    @Test
    void aNameThatAnswersSomethingElseTheSecondTimeIsCheckedTheSecondTime() throws Exception {
        server.address("rebinding.example", "1.1.1.1");
        GuardedNames guarded = new GuardedNames(names, new AddressGuard(AllowedNetworks.NONE));
        assertThat(guarded.addresses("rebinding.example").toCompletableFuture().join())
                .containsExactly(InetAddress.getByAddress(new byte[] {1, 1, 1, 1}));

        server.address("rebinding.example", "127.0.0.1");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> guarded.addresses("rebinding.example")
                                .toCompletableFuture()
                                .join())
                        .hasMessageContaining("loopback"));
    }

    @Test
    void halfARecordIsPassedOver() {
        server.service(SERVICE, new byte[] {0, 1, 0, 2, 0});

        assertThat(names.records(SERVICE).toCompletableFuture().join()).isEmpty();
    }
}
