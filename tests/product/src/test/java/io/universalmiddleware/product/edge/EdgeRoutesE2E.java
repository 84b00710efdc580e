package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.http.RawSocket;
import io.universalmiddleware.product.http.RawSocket.Reply;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A tenant's traffic from the first document to the last: what is configured is what the edge does, at once. */
@BootedProduct
class EdgeRoutesE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final Caller operator;
    private final Caller owner;
    private final Caller client;
    private final String tenant;

    EdgeRoutesE2E(Product product) {
        this.product = product;
        tenant = product.freshTenant();
        operator = product.caller("olga", "operator", "admin");
        owner = product.caller("ann", tenant, "admin");
        client = new Caller(product.edge(), null);
    }

    @Test
    void whatIsConfiguredIsServed() throws IOException {
        try (DemoOrigin one = DemoOrigin.start("one", 0);
                DemoOrigin two = DemoOrigin.start("two", Ports.free())) {
            assertThat(overHost("/hello").status()).isEqualTo(404);
            create(operator, "tenants", "{'slug':'%s','name':'A tenant','domains':['%1$s.example']}");
            create(
                    owner,
                    "origins",
                    "{'tenant':'%s','name':'demo','balance':'round-robin','retries':{'attempts':3},"
                            + "'targets':[{'url':'" + one.uri() + "'},{'url':'" + two.uri() + "'}]}");
            String all = create(owner, "routes", route("all", "'prefix':'/'", "'limit':{'requests':1000,'per':'1m'}"));
            create(owner, "routes", route("once", "'path':'/once'", "'limit':{'requests':1,'per':'1h','by':'tenant'}"));
            create(owner, "routes", route("kept", "'prefix':'/cacheable'", "'cache':{}"));
            create(owner, "routes", route("members", "'prefix':'/members'", "'auth':'required'"));

            assertThat(origins("/hello", 8)).containsExactlyInAnyOrder("one", "two");
            SharedCounts.await(client);
            assertThat(overHost("/hello").text()).contains("200", "X-Request-Id");
            assertThat(over(tenant + ".example", "/hello").status()).isEqualTo(200);
            assertThat(over("nobody-" + tenant + ".localhost", "/hello").status())
                    .isEqualTo(404);
            assertThat(get("/members").isProblem(401, "unauthenticated").header("WWW-Authenticate"))
                    .isNotEmpty();
            assertThat(owner.get("/members", "X-Tenant", tenant).status()).isEqualTo(200);
            get("/once").isStatus(200);
            assertThat(get("/once").isProblem(429, "too-many-requests").header("Retry-After"))
                    .isNotEmpty();
            assertThat(get("/cacheable?max-age=600").isStatus(200).header("Cache-Status"))
                    .doesNotContain("hit");
            Awaitility.await("it is stored")
                    .untilAsserted(() -> assertThat(
                                    get("/cacheable?max-age=600").isStatus(200).header("Cache-Status"))
                            .contains("hit"));

            two.close();
            for (int i = 0; i < 10; i++) {
                assertThat(get("/hello").isStatus(200).header("X-Origin")).isEqualTo("one");
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(client.get("/metrics").body())
                            .contains("um_edge_route_requests_seconds_count{route=\"all\",status=\"2xx\",tenant=\""
                                    + tenant));
            owner.send("DELETE", all, null).isStatus(204);
            get("/hello").isProblem(404, "not-found");
        }
    }

    private Answer get(String path) {
        return client.get(path, "X-Tenant", tenant);
    }

    private Set<String> origins(String path, int times) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < times; i++) {
            seen.add(get(path).isStatus(200).header("X-Origin"));
        }
        return seen;
    }

    private Reply overHost(String path) throws IOException {
        return over(tenant + ".localhost", path);
    }

    private Reply over(String host, String path) throws IOException {
        try (RawSocket socket = new RawSocket(product.edge())) {
            return socket.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .read(PATIENCE);
        }
    }

    private static String route(String name, String match, String more) {
        return "{'tenant':'%s','name':'" + name + "','match':{" + match + "},'origin':'demo'," + more + "}";
    }

    /** Where it is. */
    private String create(Caller by, String kind, String document) {
        return by.post("/admin/v1/" + kind, document.formatted(tenant).replace('\'', '"'))
                .isStatus(201)
                .header("Location");
    }
}
