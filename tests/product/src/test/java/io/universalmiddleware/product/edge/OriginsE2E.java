package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.origin.DemoOrigin;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import io.universalmiddleware.stores.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A tenant's origin with two targets: one goes and comes back, both go, and addresses inside the house are refused. */
@BootedProduct
class OriginsE2E {
    private final Caller operator;
    private final Caller client;
    private final String tenant;

    OriginsE2E(Product product) {
        tenant = product.freshTenant();
        operator = product.caller("root", "operator", "admin");
        client = new Caller(product.edge(), null);
        operator.post("/admin/v1/tenants", Caller.json(Map.of("slug", tenant, "name", "Shop")))
                .isStatus(201);
    }

    @Test
    void aTargetThatGoesCostsNoRequestAndIsUsedAgainAndWithNobodyThereTheAnswerIs503() throws IOException {
        int port = Ports.free(); // one that no connection is given while nobody listens there
        DemoOrigin blue = DemoOrigin.start("blue", port);
        DemoOrigin green = DemoOrigin.start("green", 0);
        try {
            String id = origin(blue, green);
            route();
            Set<String> reached = new HashSet<>();
            Awaitility.await().until(() -> {
                client("/who").headers().firstValue("X-Origin").ifPresent(reached::add);
                return reached.size() == 2;
            });

            blue.close();
            for (int i = 0; i < 200; i++) {
                assertThat(client("/who").isStatus(200).header("X-Origin")).isEqualTo("green");
            }
            Awaitility.await().untilAsserted(() -> {
                Answer state =
                        operator.get("/admin/v1/origins/" + id + "/state").isStatus(200);
                assertThat(state.json().at("/targets/0/state").asText()).isIn("down", "ejected");
                assertThat(state.json().at("/targets/0/reason").asText()).isNotBlank();
            });

            blue = DemoOrigin.start("blue", port);
            Awaitility.await()
                    .until(() -> client("/who")
                            .headers()
                            .firstValue("X-Origin")
                            .filter("blue"::equals)
                            .isPresent());

            blue.close();
            green.close();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    client("/who").isProblem(503, "unavailable").header("Retry-After"))
                            .isNotBlank());
        } finally {
            blue.close();
            green.close();
        }
    }

    @Test
    void whatIsInsideTheHouseIsRefusedWithItsPointer() {
        List<String> wrong = new ArrayList<>();
        for (String url : List.of(
                "http://169.254.169.254", "http://10.0.0.1", "http://[fd00::1]:80", "http://[::ffff:10.0.0.1]")) {
            Answer refused = operator.post(
                    "/admin/v1/origins",
                    Caller.json(Map.of("tenant", tenant, "name", "inside", "targets", List.of(Map.of("url", url)))));
            if (refused.status() != 400 || !refused.pointers().equals(List.of("/targets/0/url"))) {
                wrong.add(url + ": " + refused);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String origin(DemoOrigin... targets) {
        List<Map<String, String>> urls = new ArrayList<>();
        for (DemoOrigin target : targets) {
            urls.add(Map.of("url", target.uri().toString()));
        }
        return operator.post(
                        "/admin/v1/origins",
                        Caller.json(Map.of(
                                "tenant",
                                tenant,
                                "name",
                                "web",
                                "targets",
                                urls,
                                "health",
                                Map.of("path", "/health", "interval", "200ms", "timeout", "30s"),
                                "outlier",
                                Map.of("interval", "200ms", "baseEjection", "500ms"))))
                .isStatus(201)
                .json()
                .path("id")
                .asText();
    }

    private void route() {
        operator.post(
                        "/admin/v1/routes",
                        Caller.json(Map.of(
                                "tenant", tenant, "name", "all", "match", Map.of("prefix", "/"), "origin", "web")))
                .isStatus(201);
        Awaitility.await().until(() -> client("/who").status() == 200);
    }

    private Answer client(String path) {
        return client.get(path, "X-Tenant", tenant);
    }
}
