package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may call a tenant's route and how often, from the control plane's document to the answer. */
@BootedProduct
class LimitsAndKeysE2E {
    private static HttpServer origin;

    private final Product product;
    private final String tenant;
    private final Caller admin;
    private final Caller stranger;

    LimitsAndKeysE2E(Product product) {
        this.product = product;
        tenant = product.freshTenant();
        admin = product.caller("root", "operator", "admin");
        stranger = new Caller(product.edge(), null);
        create("tenants", Map.of("slug", tenant, "name", tenant));
        String url = "http://127.0.0.1:" + origin.getAddress().getPort();
        create("origins", Map.of("tenant", tenant, "name", "echo", "targets", new Object[] {Map.of("url", url)}));
    }

    @BeforeAll
    static void startOrigin() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            StringBuilder told = new StringBuilder();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> told.append(name.toLowerCase(Locale.ROOT))
                            .append('=')
                            .append(String.join(",", values))
                            .append('\n'));
            byte[] body = told.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
    }

    @AfterAll
    static void stopOrigin() {
        origin.stop(0);
    }

    @Test
    void aLimitHoldsIsToldAndIsChangedLive() {
        route("first", "none", Map.of("requests", 1_000, "per", "1m"));
        through("/first");
        SharedCounts.await(stranger);
        JsonNode route = route("strangers", "none", Map.of("requests", 5, "per", "31d"));
        Answer first = through("/strangers");
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("5");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("4");

        int passed = 1;
        for (int i = 0; i < 20; i++) {
            passed += get("/strangers", "X-Forwarded-For", "10.0.0." + i).status() == 200 ? 1 : 0;
        }
        assertThat(passed).isEqualTo(5);
        Answer refused = get("/strangers").isProblem(429, "too-many-requests");
        assertThat(refused.header("Retry-After")).isNotBlank();
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"ip\";q=5;w=2678400");

        admin.send(
                        "PATCH",
                        "/admin/v1/routes/" + route.path("id").asText(),
                        "{\"limit\":{\"requests\":7,\"per\":\"31d\"}}",
                        "Content-Type",
                        "application/merge-patch+json")
                .isStatus(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/strangers").status() == 200);
        assertThat(get("/strangers").status()).as("what was used stays used").isEqualTo(200);
        assertThat(get("/strangers").status()).isEqualTo(429);
    }

    @Test
    void aKeyOpensARouteUntilItIsRevoked() {
        route("closed", "required", Map.of("requests", 1_000, "per", "1m", "by", "key"));
        Answer made = create("api-keys", Map.of("tenant", tenant, "name", "billing"));
        String key = made.json().path("key").asText();
        assertThat(key).startsWith("umk_");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/closed", "X-API-Key", key).status() == 200);

        Answer known = get("/closed", "X-API-Key", key, "X-Um-User", "root");

        assertThat(known.body())
                .contains(
                        "x-um-tenant=" + tenant,
                        "x-um-key=" + made.json().path("id").asText());
        assertThat(known.body()).doesNotContain("=root\n", key);
        assertThat(get("/closed").isProblem(401, "unauthenticated").header("WWW-Authenticate"))
                .contains("Bearer realm=\"" + tenant + "\"");
        get("/closed", "X-API-Key", key.substring(0, key.length() - 1) + "!").isProblem(401, "unauthenticated");

        admin.post("/admin/v1/api-keys/" + made.json().path("id").asText() + "/revoke", "{}")
                .isStatus(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/closed", "X-API-Key", key).status() == 401);
    }

    @Test
    void aTokenOfTheTenantOpensARouteAndOneOfAnotherDoesNot() {
        route("tokens", "required", Map.of("requests", 1_000, "per", "1m", "by", "user"));
        String mine = "Bearer " + product.token("ann", tenant, "user");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/tokens", "Authorization", mine).status() == 200);

        assertThat(get("/tokens", "Authorization", mine).body()).contains("x-um-user=ann");
        get("/tokens", "Authorization", "Bearer " + product.token("ann", product.freshTenant(), "user"))
                .isProblem(403, "forbidden");
        get("/tokens", "Authorization", "Bearer nonsense").isProblem(401, "unauthenticated");
    }

    private JsonNode route(String name, String auth, Map<String, Object> limit) {
        return create(
                        "routes",
                        Map.of(
                                "tenant",
                                tenant,
                                "name",
                                name,
                                "match",
                                Map.of("prefix", "/" + name),
                                "origin",
                                "echo",
                                "auth",
                                auth,
                                "limit",
                                limit))
                .json();
    }

    private Answer create(String kind, Map<String, Object> document) {
        return admin.post("/admin/v1/" + kind, Caller.json(document)).isStatus(201);
    }

    /** The first answer that comes through the route, once this node serves it. */
    private Answer through(String path) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> get(path), answer -> answer.status() != 404);
    }

    /** @param headers names and values by turns */
    private Answer get(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Tenant";
        all[headers.length + 1] = tenant;
        return stranger.get(path, all);
    }
}
