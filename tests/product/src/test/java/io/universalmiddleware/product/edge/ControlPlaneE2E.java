package io.universalmiddleware.product.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control plane as clients see it: what they create is there, what is wrong is named, what is another's is not found. */
@BootedProduct
class ControlPlaneE2E {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Caller operator;
    private final Caller owner;
    private final Caller stranger;
    private final Caller user;
    private final Caller nobody;
    private final String tenant;

    ControlPlaneE2E(Product product) {
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.owner = product.caller("ann", tenant, "admin");
        this.stranger = product.caller("sam", product.freshTenant(), "admin");
        this.user = product.caller("bob", tenant, "user");
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void whatIsCreatedIsReadReplacedPatchedListedAndDeleted() {
        post(operator, "tenants", "{'slug':'%s','name':'A tenant'}").isStatus(201);
        Answer made = post(
                        owner, "origins", "{'tenant':'%s','name':'backend','targets':[{'url':'http://127.0.0.1:9'}]}")
                .isStatus(201);
        String at = made.header("Location");
        assertThat(at).isEqualTo("/admin/v1/origins/" + made.json().path("id").asText());
        String etag = made.header("ETag");

        assertThat(owner.get(at).isStatus(200).json()).isEqualTo(made.json());
        assertThat(owner.get(at, "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(owner.get("/admin/v1/tenants/" + tenant)
                        .isStatus(200)
                        .json()
                        .path("slug")
                        .asText())
                .isEqualTo(tenant);
        Answer patched = owner.send(
                        "PATCH", at, "{\"balance\":\"round-robin\"}", "Content-Type", MERGE_PATCH, "If-Match", etag)
                .isStatus(200);
        assertThat(patched.json().path("balance").asText()).isEqualTo("round-robin");
        owner.send("PATCH", at, "{\"balance\":\"p2c\"}", "Content-Type", MERGE_PATCH, "If-Match", etag)
                .isProblem(412, "precondition-failed");
        Answer replaced = owner.send(
                        "PUT", at, json("{'tenant':'%s','name':'backend','targets':[{'url':'http://127.0.0.1:10'}]}"))
                .isStatus(200);
        assertThat(replaced.json().has("balance")).isFalse();
        post(
                        owner,
                        "routes",
                        "{'tenant':'%s','name':'all','match':{'prefix':'/'},'origin':'backend','auth':'optional'}")
                .isStatus(201);
        Answer inUse = owner.send("DELETE", at, null).isProblem(409, "conflict");
        assertThat(inUse.json().path("detail").asText()).contains("route '" + tenant + "/all'");
        JsonNode routes = owner.get("/admin/v1/routes?tenant=" + tenant + "&sort=-name")
                .isStatus(200)
                .json();
        assertThat(routes.path("items")).hasSize(1);
        owner.send(
                        "DELETE",
                        "/admin/v1/routes/"
                                + routes.path("items").path(0).path("id").asText(),
                        null)
                .isStatus(204);
        owner.send("DELETE", at, null).isStatus(204);
        owner.get(at).isProblem(404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenants | {} | /slug /name",
                "tenants | {'slug':'UPPER','name':'x'} | /slug",
                "tenants | {'slug':'a','name':'x','id':'1'} | /id",
                "tenants | {'slug':'a','name':'x','domains':['*']} | /domains/0",
                "tenants | {'slug':'a','name':'x','role':'admin','tenantId':'b'} | /role /tenantId",
                "origins | {'tenant':'%s','name':'x'} | /targets",
                "origins | {'tenant':'%s','name':'x','targets':[{'url':'gopher://x'}]} | /targets/0/url",
                "origins | {'tenant':'%s','name':'x','targets':[{'url':'http://h','weight':-1}]} | /targets/0/weight",
                "origins | {'tenant':'%s','name':'x','targets':[{'url':'http://h'}],'balance':'best'} | /balance",
                "origins | {'tenant':'no one','name':'x','targets':[{'url':'http://h'}]} | /tenant",
                "origins | {'tenant':'%s','name':'x','targets':[{'url':'http://h'}],'limit':{'requests':0,'per':'1m'}} | /limit/requests",
                "routes | {'tenant':'%s','name':'x','match':{'prefix':'/'}} | /origin",
                "routes | {'tenant':'%s','name':'x','match':{},'origin':'o'} | /match",
                "routes | {'tenant':'%s','name':'x','match':{'path':'/','prefix':'/'},'origin':'o'} | /match",
                "routes | {'tenant':'%s','name':'x','match':{'regex':'('},'origin':'o'} | /match/regex",
                "routes | {'tenant':'%s','name':'x','match':{'prefix':'/a%%2fb'},'origin':'o'} | /match/prefix",
                "routes | {'tenant':'%s','name':'x','match':{'prefix':'/'},'origin':'o','auth':'maybe'} | /auth",
                "routes | {'tenant':'%s','name':'x','match':{'prefix':'/'},'origin':'o','limit':{'per':'1m'}} | /limit/requests",
                "routes | {'tenant':'%s','name':'x','match':{'prefix':'/'},'origin':'gone'} | /origin",
                "api-keys | {'tenant':'%s','name':'x','scopes':['a b']} | /scopes/0",
                "api-keys | {'tenant':'%s','name':'x','secrets':[]} | /secrets",
                "limits | {'tenant':'%s','name':'x','requests':0,'per':'1m'} | /requests",
            })
    void eachThingThatIsWrongIsNamed(String kind, String body, String pointers) {
        operator.post("/admin/v1/tenants", json("{'slug':'%s','name':'x'}"));

        assertThat(post(operator, kind, body).isProblem(400, "invalid-request").pointers())
                .containsExactlyInAnyOrder(pointers.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"'[]'", "'{'", "'{\"slug\":1,\"slug\":2}'", "'null'", "''", "'{\"slug\":\"\\u0000\"}'"})
    void whatIsNoDocumentIsRefused(String body) {
        assertThat(operator.post("/admin/v1/tenants", body).status()).isEqualTo(400);
    }

    @Test
    void anotherTenantsAdministratorFindsNothing() {
        post(operator, "tenants", "{'slug':'%s','name':'x'}").isStatus(201);
        String origin = post(owner, "origins", "{'tenant':'%s','name':'o','targets':[{'url':'http://127.0.0.1:9'}]}")
                .header("Location");
        String key = post(owner, "api-keys", "{'tenant':'%s','name':'k'}").header("Location");
        String own = "/admin/v1/tenants/" + tenant;

        for (String at : List.of(origin, key, own)) {
            stranger.get(at).isProblem(404, "not-found");
            stranger.send("PUT", at, "{}").isProblem(404, "not-found");
            stranger.send("PATCH", at, "{}", "Content-Type", MERGE_PATCH).isProblem(404, "not-found");
            stranger.send("DELETE", at, null).isProblem(404, "not-found");
            user.get(at).isProblem(403, "forbidden");
            nobody.get(at).isProblem(401, "unauthenticated");
        }
        stranger.post(key + "/rotate", "{}").isProblem(404, "not-found");
        stranger.post(key + "/revoke", "{}").isProblem(404, "not-found");
        post(stranger, "origins", "{'tenant':'%s','name':'x','targets':[{'url':'http://127.0.0.1:9'}]}")
                .isProblem(404, "not-found");
        for (String kind : List.of("tenants", "origins", "routes", "api-keys", "limits")) {
            assertThat(stranger.get("/admin/v1/" + kind).isStatus(200).body()).doesNotContain(tenant);
            assertThat(stranger.get("/admin/v1/" + kind + (kind.equals("tenants") ? "?slug=" : "?tenant=") + tenant)
                            .isStatus(200)
                            .json()
                            .path("items"))
                    .isEmpty();
        }
        stranger.get("/admin/v1/config?tenant=" + tenant).isProblem(404, "not-found");
        stranger.send("PUT", "/admin/v1/config?tenant=" + tenant, "{}").isProblem(404, "not-found");
        assertThat(stranger.get("/admin/v1/config").body()).doesNotContain(tenant);
        assertThat(stranger.get("/admin/v1/revisions").body()).doesNotContain(tenant);
        stranger.post("/admin/v1/revisions/0/rollback", "").isProblem(403, "forbidden");
    }

    @Test
    void aKeyIsShownOnceAndRotated() {
        post(operator, "tenants", "{'slug':'%s','name':'x'}").isStatus(201);
        Answer made = post(owner, "api-keys", "{'tenant':'%s','name':'mobile','scopes':['orders:read']}")
                .isStatus(201);
        String at = made.header("Location");

        assertThat(made.json().path("key").asText()).isNotBlank();
        assertThat(owner.get(at).body()).doesNotContain("sha256").doesNotContain("\"key\"");
        Answer rotated = owner.post(at + "/rotate", "{\"overlap\":\"1h\"}").isStatus(200);
        assertThat(rotated.json().path("key").asText())
                .isNotBlank()
                .isNotEqualTo(made.json().path("key").asText());
        assertThat(rotated.json().path("secrets")).hasSize(2);
        assertThat(owner.post(at + "/revoke", "").isStatus(200).json().path("secrets"))
                .isEmpty();
    }

    @Test
    void aDocumentIsExportedAppliedAndRolledBack() {
        post(operator, "tenants", "{'slug':'%s','name':'x'}").isStatus(201);
        String config = "/admin/v1/config?tenant=" + tenant;
        String document = json("{'tenants':[{'slug':'%s','name':'x'}],'origins':[{'tenant':'%s','name':'o',"
                + "'targets':[{'url':'http://127.0.0.1:9'}]}],'routes':[{'tenant':'%s','name':'r',"
                + "'match':{'prefix':'/'},'origin':'o'}]}");

        assertThat(owner.send("PUT", config + "&dryRun=true", document)
                        .isStatus(200)
                        .json()
                        .path("changes"))
                .hasSize(2);
        assertThat(owner.get(config).json().path("routes")).isEmpty();
        Answer applied = owner.send("PUT", config, document).isStatus(200);
        assertThat(applied.json().path("changes")).hasSize(2);
        assertThat(owner.send("PUT", config, document).isStatus(200).json().path("changes"))
                .isEmpty();
        long revision = applied.json().path("revision").asLong();
        assertThat(owner.get("/admin/v1/revisions/" + revision)
                        .isStatus(200)
                        .json()
                        .path("actor")
                        .asText())
                .isEqualTo(tenant + "/ann");
        assertThat(owner.get(config).isStatus(200).json().path("routes")).hasSize(1);
        Awaitility.await("the node serves it")
                .untilAsserted(() -> assertThat(StreamSupport.stream(
                                        operator.get("/admin/v1/nodes")
                                                .json()
                                                .path("nodes")
                                                .spliterator(),
                                        false)
                                .filter(node -> node.path("live").asBoolean())
                                .map(node -> node.path("revision").asLong()))
                        .isNotEmpty()
                        .allMatch(served -> served >= revision));
    }

    private Answer post(Caller caller, String kind, String body) {
        return caller.post("/admin/v1/" + kind, json(body));
    }

    private String json(String text) {
        return text.replace('\'', '"').replace("%s", tenant).replace("%%", "%");
    }
}
