package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two administrators who have read the same client or user: what the second sends with the tag that it had is refused. */
@BootedProduct
class EditingE2E {
    private final Caller nobody;
    private final Caller admin;
    private final String tenant;

    EditingE2E(Product product) {
        tenant = product.freshTenant();
        nobody = new Caller(product.edge(), null);
        admin = product.caller("ann", tenant, "admin");
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant))
                .isStatus(201);
    }

    @Test
    void applicationsAndServiceAccountsHaveStrongTags() {
        clients(
                "/admin/v1/applications",
                "{'name':'shop','confidential':true,'redirectUris':['https://app.example.org/']}");
        clients("/admin/v1/service-accounts", "{'name':'importer'}");
    }

    private void clients(String path, String document) {
        Answer made = admin.post(path, Caller.normalized(document)).isStatus(201);
        String one = path + '/' + made.json().path("id").asText();
        secondIsRefused(one, tag(made), "{'scopes':['openid','email']}", "{'scopes':['openid']}");

        String before = tag(admin.get(one).isStatus(200));
        admin.post(one + "/rotate", "{}", "If-Match", before).isStatus(200);
        admin.post(one + "/rotate", "{}", "If-Match", before).isProblem(412, "precondition-failed");
        admin.send("DELETE", one, null, "If-Match", before).isProblem(412, "precondition-failed");
        admin.send("DELETE", one, null, "If-Match", tag(admin.get(one))).isStatus(204);
    }

    @Test
    void usersHaveStrongTags() {
        nobody.post(
                        "/api/v1/auth/register",
                        "{\"email\":\"eve@example.org\",\"password\":\"correct horse battery staple\"}",
                        "X-Tenant",
                        tenant)
                .isStatus(202);
        JsonNode user = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin.get("/admin/v1/users").isStatus(200).json().at("/items/0"), JsonNode::isObject);

        secondIsRefused(
                "/admin/v1/users/" + user.path("id").asText(),
                '"' + user.path("revision").asText() + '"',
                "{'roles':['user','teacher']}",
                "{'roles':[],'disabled':true}");
    }

    private void secondIsRefused(String one, String tag, String first, String second) {
        assertThat(tag(admin.get(one).isStatus(200))).isEqualTo(tag);
        Answer changed = admin.send("PATCH", one, Caller.normalized(first), "If-Match", tag)
                .isStatus(200);
        assertThat(tag(changed)).isNotEqualTo(tag);
        admin.send("PATCH", one, Caller.normalized(second), "If-Match", tag).isProblem(412, "precondition-failed");

        Answer now = admin.get(one).isStatus(200);
        assertThat(now.json()).isEqualTo(changed.json());
        assertThat(tag(now)).isEqualTo(tag(changed));
        admin.send("PATCH", one, Caller.normalized(second), "If-Match", tag(now))
                .isStatus(200);
    }

    private static String tag(Answer answer) {
        String tag = answer.header("ETag");
        assertThat(tag).isEqualTo('"' + answer.json().path("revision").asText() + '"');
        return tag;
    }
}
