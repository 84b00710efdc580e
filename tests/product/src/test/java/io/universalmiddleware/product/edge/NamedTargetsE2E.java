package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.backends.dns.NameServer;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.WithCluster;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that a DNS server names: requests go where it says now, and none fails while that changes. */
@WithCluster
class NamedTargetsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "_http._tcp.shop.example";

    private final NameServer names;
    private final ServedTenant tenant;
    private final List<HttpServer> origins = new ArrayList<>();

    NamedTargetsE2E(Cluster cluster) {
        names = cluster.names();
        tenant = ServedTenant.of(cluster);
    }

    @AfterEach
    void stop() {
        origins.forEach(origin -> origin.stop(0));
    }

    @Test
    void aNameLeadsToItsNewAddress() throws IOException {
        int port = Ports.free();
        String before = origin("127.0.0.1", port);
        String after = origin("127.0.0.2", port);
        names.address("named.example", "127.0.0.1");
        serve("'dns':'http://named.example:" + port + "'");
        awaitTheFirstAnswer(before);

        names.address("named.example", "127.0.0.2");

        awaitAllAnswers(after);
    }

    @Test
    void aServiceLeadsToItsNewHostAndPort() throws IOException {
        int port = Ports.free();
        int newPort = Ports.free();
        String before = origin("127.0.0.1", port);
        String after = origin("127.0.0.2", newPort);
        names.address("old.example", "127.0.0.1");
        names.address("new.example", "127.0.0.2");
        names.service(SERVICE, 0, 0, port, "old.example");
        serve("'srv':'" + SERVICE + "'");
        awaitTheFirstAnswer(before);

        names.service(SERVICE, 0, 0, newPort, "new.example");

        awaitAllAnswers(after);
    }

    /** @return what it says that it is */
    private String origin(String address, int port) throws IOException {
        String name = address + ":" + port;
        HttpServer origin = HttpServer.create(new InetSocketAddress(address, port), 0);
        origins.add(origin);
        origin.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("X-Origin", name);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        origin.start();
        return name;
    }

    private void serve(String discovery) {
        tenant.origin("named", ",'discovery':{" + discovery + ",'refresh':'1s'}");
        tenant.route("named", "named", "'match':{'prefix':'/'}");
    }

    private void awaitTheFirstAnswer(String of) {
        await().atMost(PATIENCE).until(() -> tenant.get("/").status() == 200);
        assertThat(reached()).isEqualTo(of);
    }

    private void awaitAllAnswers(String of) {
        await().atMost(PATIENCE)
                .until(() ->
                        IntStream.range(0, 10).allMatch(request -> reached().equals(of)));
    }

    private String reached() {
        return tenant.get("/").isStatus(200).header("X-Origin");
    }
}
