package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The platform as the authorization server of a tenant's programs, as they see it through the edge. */
@BootedProduct
class OAuthE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCOUNTS = "/admin/v1/service-accounts";
    private static final String GRANT = "grant_type=client_credentials";

    private final Product product;
    private final String tenant;
    private final Caller admin;
    private final Caller nobody;

    OAuthE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.admin = product.caller("ann", tenant, "admin");
        this.nobody = new Caller(product.edge(), null);
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant))
                .isStatus(201);
    }

    @Test
    void aServiceAccountActsWithItsTokenUntilItIsKeptOut() {
        JsonNode made = made("{'name':'importer','roles':['user'],'scopes':['read','write']}");
        String id = made.path("id").asText();
        String secret = made.path("secret").asText();
        assertThat(admin.get(ACCOUNTS + '/' + id).isStatus(200).json().has("secret"))
                .isFalse();
        assertThat(admin.get(ACCOUNTS).isStatus(200).json().at("/items/0/name").asText())
                .isEqualTo("importer");

        Answer answer = token(id, secret, GRANT + "&scope=read").isStatus(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().path("scope").asText()).isEqualTo("read");
        String token = answer.json().path("access_token").asText();
        Caller program = new Caller(product.edge(), token);
        program.get("/api/v1/commands").isStatus(200);
        program.get("/admin/v1/routes").isProblem(403, "forbidden");
        assertThat(introspected(id, secret, token).path("client_id").asText()).isEqualTo(id);

        JsonNode second = admin.post(ACCOUNTS + '/' + id + "/rotate", "{\"overlap\":\"1h\"}")
                .isStatus(200)
                .json();
        token(id, secret, GRANT).isStatus(200);
        String next = token(id, second.path("secret").asText(), GRANT)
                .isStatus(200)
                .json()
                .path("access_token")
                .asText();
        post("/oauth2/revoke", "token=" + token, id, secret).isStatus(200);
        refusedSoon(program);
        new Caller(product.edge(), next).get("/api/v1/commands").isStatus(200);

        admin.send("PATCH", ACCOUNTS + '/' + id, "{\"disabled\":true}").isStatus(200);
        refusedSoon(new Caller(product.edge(), next));
        assertThat(token(id, secret, GRANT).isStatus(401).json().path("error").asText())
                .isEqualTo("invalid_client");
        assertThat(product.log())
                .noneMatch(line -> line.contains(secret)
                        || line.contains(token)
                        || line.contains(second.path("secret").asText()));
    }

    @Test
    void whatIsNotAskedForAsItShouldBeIsRefused() {
        JsonNode made = made("{'name':'exporter','scopes':['read']}");
        String id = made.path("id").asText();
        String secret = made.path("secret").asText();

        Answer wrong = token(id, "ums_wrong", GRANT).isStatus(401);
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(wrong.header("Cache-Control")).isEqualTo("no-store");
        assertThat(error(token(id, secret, GRANT + "&scope=write"))).isEqualTo("invalid_scope");
        assertThat(error(token(id, secret, GRANT + '&' + GRANT))).isEqualTo("invalid_request");
        assertThat(error(token(id, secret, "grant_type=password&username=u&password=p")))
                .isEqualTo("unsupported_grant_type");
        assertThat(error(nobody.post("/oauth2/token", "{}"))).isEqualTo("invalid_request");
        assertThat(nobody.get("/oauth2/token").status()).isEqualTo(405);
        admin.post(ACCOUNTS, "{\"name\":\"exporter\"}").isProblem(409, "conflict");
        assertThat(admin.post(ACCOUNTS, "{\"name\":\"x\",\"secret\":\"mine\",\"id\":\"1\"}")
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactlyInAnyOrder("/secret", "/id");
    }

    @Test
    void theMetadataNameWhatWorks() {
        JsonNode metadata =
                nobody.get("/.well-known/openid-configuration").isStatus(200).json();

        assertThat(metadata)
                .isEqualTo(nobody.get("/.well-known/oauth-authorization-server")
                        .isStatus(200)
                        .json());
        assertThat(metadata.path("issuer").asText())
                .isEqualTo("http://localhost:" + product.edge().getPort());
        metadata.fieldNames().forEachRemaining(name -> {
            if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                String path = metadata.path(name)
                        .asText()
                        .substring(metadata.path("issuer").asText().length());
                assertThat(nobody.get(path).status()).as(name).isNotEqualTo(404);
            }
        });
    }

    private JsonNode made(String document) {
        return admin.post(ACCOUNTS, Caller.normalized(document)).isStatus(201).json();
    }

    private Answer token(String id, String secret, String form) {
        return post("/oauth2/token", form, id, secret);
    }

    private JsonNode introspected(String id, String secret, String token) {
        return post("/oauth2/introspect", "token=" + token, id, secret)
                .isStatus(200)
                .json();
    }

    private Answer post(String path, String form, String id, String secret) {
        return nobody.post(
                path,
                form,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((id + ':' + secret).getBytes(StandardCharsets.UTF_8)));
    }

    private static void refusedSoon(Caller program) {
        Awaitility.await("the token is refused")
                .atMost(PATIENCE)
                .untilAsserted(() -> program.get("/api/v1/commands").isProblem(401, "unauthenticated"));
    }

    private static String error(Answer answer) {
        return answer.isStatus(400).json().path("error").asText();
    }
}
