package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What clients of a tenant ask, as its administrators and the operator are told of it. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyticsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final String tenant;
    private final Caller operator;
    private final Caller owner;
    private final Caller client;
    private DemoOrigin origin;

    AnalyticsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.owner = product.caller("own", tenant, "admin");
        this.client = new Caller(product.edge(), null);
    }

    @BeforeAll
    void send() throws IOException {
        origin = DemoOrigin.start("counted", 0);
        create("tenants", "{'slug':'%s','name':'Shop','logRetention':'2d'}".formatted(tenant));
        create("origins", "{'tenant':'%s','name':'demo','targets':[{'url':'%s'}]}".formatted(tenant, origin.uri()));
        create("origins", "{'tenant':'%s','name':'gone','targets':[{'url':'http://127.0.0.1:1'}]}".formatted(tenant));
        create("routes", "{'tenant':'%s','name':'shop','match':{'prefix':'/'},'origin':'demo'}".formatted(tenant));
        create(
                "routes",
                "{'tenant':'%s','name':'broken','match':{'prefix':'/broken'},'origin':'gone'}".formatted(tenant));
        create(
                "routes",
                "{'tenant':'%s','name':'quiet','match':{'prefix':'/quiet'},'origin':'demo','log':'none'}"
                        .formatted(tenant));
        for (int i = 0; i < 6; i++) {
            client.get("/things/" + i + "?token=secret", "X-Tenant", tenant, "X-Request-Id", tenant + "-" + i)
                    .isStatus(200);
        }
        for (int i = 0; i < 2; i++) {
            client.get("/broken", "X-Tenant", tenant).isStatus(503);
            client.get("/quiet", "X-Tenant", tenant).isStatus(200);
        }
    }

    @AfterAll
    void stop() {
        origin.close();
    }

    @Test
    void countsErrorsAndQuantilesAreTold() {
        String question = "/admin/v1/analytics/summary?groupBy=route,origin&tenant=" + tenant;
        JsonNode items = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> owner.get(question).isStatus(200).json().path("items"), told -> requests(told) == 10);

        assertThat(items.get(0).path("route").asText()).isEqualTo("shop");
        assertThat(items.get(0).path("origin").asText()).isEqualTo("demo");
        assertThat(items.get(0).path("requests").asLong()).isEqualTo(6);
        assertThat(items.get(0).path("errorRate").asDouble()).isZero();
        assertThat(items.get(0).path("p99").asDouble()).isPositive();
        JsonNode broken = items.get(1).path("route").asText().equals("broken") ? items.get(1) : items.get(2);
        assertThat(broken.path("serverErrors").asLong()).isEqualTo(2);
        assertThat(broken.path("errorRate").asDouble()).isEqualTo(1.0);
        assertThat(items).hasSize(3);
        Answer series = operator.get("/admin/v1/analytics/series?since=2h&step=1h&tenant=" + tenant)
                .isStatus(200);
        assertThat(series.json().path("items").get(0).path("points").findValuesAsText("requests").stream()
                        .mapToLong(Long::parseLong)
                        .sum())
                .isEqualTo(10);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> owner.get("/admin/v1/analytics/top?by=address")
                                .isStatus(200)
                                .json()
                                .path("items")
                                .size()
                        > 0);
    }

    @Test
    void everyRequestIsInTheLogAndInItsExport() {
        String question = "/admin/v1/request-logs?tenant=" + tenant;
        JsonNode items = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> operator.get(question).isStatus(200).json().path("items"), told -> told.size() == 8);

        assertThat(items.findValuesAsText("route")).contains("shop", "broken").doesNotContain("quiet");
        assertThat(items.toString()).doesNotContain("secret");
        JsonNode one = owner.get("/admin/v1/request-logs?requestId=" + tenant + "-3")
                .isStatus(200)
                .json()
                .path("items");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).path("path").asText()).isEqualTo("/things/3");
        assertThat(owner.get("/admin/v1/request-logs?status=5xx")
                        .json()
                        .path("items")
                        .findValuesAsText("reason"))
                .containsExactly("unavailable", "unavailable");
        JsonNode first = owner.get("/admin/v1/request-logs?limit=5").json();
        JsonNode second = owner.get("/admin/v1/request-logs?limit=5&cursor="
                        + first.path("nextCursor").asText())
                .json();
        assertThat(second.path("items")).hasSize(3);
        assertThat(second.has("nextCursor")).isFalse();
        Answer export = owner.get("/admin/v1/request-logs/export").isStatus(200);
        assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(export.body().lines()).hasSize(8).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void nobodyIsToldOfAnothersTraffic() {
        Caller stranger = product.caller("eve", product.freshTenant(), "admin");

        for (String path : new String[] {
            "/admin/v1/analytics/summary",
            "/admin/v1/analytics/series",
            "/admin/v1/analytics/top",
            "/admin/v1/request-logs",
            "/admin/v1/request-logs/export"
        }) {
            stranger.get(path + "?tenant=" + tenant).isProblem(404, "not-found");
            assertThat(stranger.get(path).isStatus(200).body()).doesNotContain(tenant);
            product.caller("ann", tenant).get(path).isStatus(403);
            assertThat(owner.get(path + "?nonsense=1")
                            .isProblem(400, "invalid-request")
                            .pointers())
                    .containsExactly("nonsense");
        }
    }

    private static long requests(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .mapToLong(item -> item.path("requests").asLong())
                .sum();
    }

    private void create(String kind, String document) {
        operator.post("/admin/v1/" + kind, Caller.normalized(document)).isStatus(201);
    }
}
