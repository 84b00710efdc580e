package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request to the control plane says beside its document is done or refused, and never passed over. */
@BootedProduct
class StrictRequestsE2E {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Caller operator;
    private final Caller owner;
    private final Caller nobody;
    private final String tenant;

    StrictRequestsE2E(Product product) {
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.owner = product.caller("ann", tenant, "admin");
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void aWriteThatAsksForMoreThanItCanDoesNothing() {
        String at = operator.post("/admin/v1/tenants", tenant(tenant, "x"))
                .isStatus(201)
                .header("Location");
        String body = tenant(tenant, "y");

        for (Answer refused : List.of(
                operator.post("/admin/v1/tenants?dryRun=true", tenant(tenant + "-2", "x")),
                operator.send("PUT", at + "?dryRun=true", body),
                operator.send("PATCH", at + "?dryRun=true", "{\"name\":\"y\"}", "Content-Type", MERGE_PATCH),
                operator.send("DELETE", at + "?dryRun=true", null))) {
            assertThat(refused.isProblem(400, "invalid-request").pointers()).containsExactly("dryRun");
        }
        operator.get("/admin/v1/tenants/" + tenant + "-2").isProblem(404, "not-found");
        operator.send("PUT", at, body, "If-None-Match", "*").isProblem(412, "precondition-failed");
        operator.send("PUT", "/admin/v1/tenants/" + tenant + "-2", body, "If-None-Match", "*")
                .isProblem(404, "not-found");
        assertThat(operator.get(at).isStatus(200).json().path("name").asText()).isEqualTo("x");
        operator.send("PUT", at, body, "If-None-Match", "\"0\"").isStatus(200);
    }

    @Test
    void aListIsAskedForWhatIsThere() {
        assertThat(owner.get("/admin/v1/routes?sort=nope&foo=bar")
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactlyInAnyOrder("sort", "foo");
    }

    @Test
    void whatAPathAllowsIsToldToEverybody() {
        for (Caller caller : List.of(owner, nobody)) {
            Answer told = caller.send("OPTIONS", "/admin/v1/tenants", null).isStatus(200);
            assertThat(told.header("Allow")).contains("GET", "POST").doesNotContain("DELETE");
            assertThat(told.body()).doesNotContain("wadl");
        }
    }

    private static String tenant(String slug, String name) {
        return "{\"slug\":\"" + slug + "\",\"name\":\"" + name + "\"}";
    }
}
