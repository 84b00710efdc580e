package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every operation that the API's description has refuses who sends no token, who has a role that nobody granted anything, and whoever is an
 * admin of another tenant. A new operation is tried without anyone thinking of it; one whose path names a thing is to say here what
 * thing of a tenant's own that may be.
 */
@BootedProduct
class EveryOperationIsGuardedE2E {
    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller operator;
    private final List<Documented> operations;

    EveryOperationIsGuardedE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.owner = product.caller("owner", tenant, "admin", "user");
        this.operator = product.caller("olga", "operator", "admin");
        this.operations = Documented.in(new Caller(product.edge(), null)
                .get("/openapi", "Accept", "application/json")
                .json());
    }

    @Test
    void refusesWhoSendsNoToken() {
        Caller nobody = new Caller(product.edge(), null);
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            Answer answer = send(nobody, operation, path(operation, Map.of()), "{}");
            all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(401);
        }
        all.assertAll();
    }

    @Test
    void refusesARoleThatNobodyGrantedAnything() {
        Caller stranger = product.caller("sam", tenant, "stranger");
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            Answer answer = send(stranger, operation, path(operation, Map.of()), "{}");
            all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(403);
        }
        all.assertAll();
    }

    @Test
    void keepsTheAdminsOfATenantFromWhatIsAnothers() {
        Map<String, String> things = things();
        Map<String, String> before = asTheyAre(things);
        Caller rival = product.caller("eve", product.freshTenant(), "admin", "user");
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            String path = path(operation, things);
            Answer answer = send(rival, operation, path, foreignBody(operation));
            if (operation.hasParameters() || !operation.reads()) {
                all.assertThat(answer.status()).as("%s: %s", operation, answer).isBetween(400, 499);
                all.assertThat(answer.status()).as("%s: %s", operation, answer).isNotEqualTo(401);
            }
            if (operation.hasParameters() && operation.reads()) {
                all.assertThat(answer.status()).as("%s: %s", operation, answer).isIn(403, 404);
            }
            if (operation.reads() && !path.contains(tenant)) {
                all.assertThat(answer.body()).as("%s", operation).doesNotContain(tenant);
            }
        }
        all.assertAll();
        assertThat(asTheyAre(things)).isEqualTo(before);
    }

    @Test
    void aTenantsOwnRoleGrantsWhatItSaysAsSoonAsItDoes() {
        String role = "auditor";
        Caller auditor = product.caller("ada", tenant, role);
        auditor.get("/admin/v1/audit").isProblem(403, "forbidden");
        created(operator, "tenants", "{'slug':'%s','name':'%s'}");

        Answer made = owner.post(
                        "/admin/v1/roles",
                        "{\"tenant\":\"%s\",\"name\":\"%s\",\"grants\":[\"listAudit\"]}".formatted(tenant, role))
                .isStatus(201);
        assertThat(auditor.get("/admin/v1/audit").isStatus(200).body()).contains("create-role", tenant + "/owner");
        auditor.get("/admin/v1/routes").isProblem(403, "forbidden");
        product.caller("ada", product.freshTenant(), role)
                .get("/admin/v1/audit")
                .isProblem(403, "forbidden");
        owner.post(
                        "/admin/v1/roles",
                        "{\"tenant\":\"%s\",\"name\":\"user\",\"grants\":[\"verifyAudit\"]}".formatted(tenant))
                .isProblem(400, "invalid-request");
        owner.post(
                        "/admin/v1/roles",
                        "{\"tenant\":\"%s\",\"name\":\"giver\",\"grants\":[\"createRole\"]}".formatted(tenant))
                .isProblem(400, "invalid-request");

        owner.send("DELETE", made.header("Location"), null).isStatus(204);
        auditor.get("/admin/v1/audit").isProblem(403, "forbidden");
    }

    @Test
    void theAuditTellsWhoDidWhatAndThatNobodyChangedIt() {
        created(operator, "tenants", "{'slug':'%s','name':'%s'}");
        product.caller("sam", tenant, "user").get("/api/v1/status").isProblem(403, "forbidden");

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                owner.get("/admin/v1/audit").isStatus(200).body())
                        .contains("create-tenant", "operator/olga", "denied", "operation/readStatus", "\"hash\""));
        Answer exported =
                owner.get("/admin/v1/audit/export?action=create-tenant").isStatus(200);
        assertThat(exported.body().lines()).singleElement().asString().contains("\"tenant\":\"" + tenant + "\"");
        Answer verified = operator.get("/admin/v1/audit/verification").isStatus(200);
        assertThat(verified.json().path("intact").asBoolean())
                .as(verified.body())
                .isTrue();
        owner.get("/admin/v1/audit/verification").isProblem(403, "forbidden");
        owner.get("/admin/v1/audit?tenant=" + product.freshTenant()).isProblem(400, "invalid-request");
    }

    private List<Documented> guarded() {
        assertThat(operations).as("operations of the description").hasSizeGreaterThan(40);
        return operations.stream().filter(operation -> !operation.open()).toList();
    }

    private static Answer send(Caller caller, Documented operation, String path, String body) {
        return operation.media().isEmpty()
                ? caller.send(operation.method(), path, operation.method().equals("POST") ? "" : null)
                : caller.send(operation.method(), path, body, "Content-Type", operation.media());
    }

    private static String path(Documented operation, Map<String, String> things) {
        String path = operation.path();
        if (!things.isEmpty() && operation.hasParameters()) {
            int first = operation.path().indexOf("/{");
            String collection = operation.path().substring(0, first);
            @Nullable String thing = things.get(collection);
            assertThat(thing)
                    .as("%s: say in things() what below %s may belong to a tenant", operation, collection)
                    .isNotNull();
            int end = operation.path().indexOf('}');
            String rest = operation.path().substring(end + 1);
            path = collection + '/' + thing + (thing.contains("/") ? rest.replaceAll("^/\\{[^}]*}", "") : rest);
        }
        return path.replaceAll("\\{[^}]*}", "x");
    }

    /** What is the tenant's, by the path it is below. */
    private Map<String, String> things() {
        created(operator, "tenants", "{'slug':'%s','name':'%s'}");
        Map<String, String> things = new LinkedHashMap<>();
        things.put("/admin/v1/tenants", tenant);
        things.put(
                "/admin/v1/origins",
                created(owner, "origins", "{'tenant':'%s','name':'own-%s','targets':[{'url':'http://127.0.0.1:9'}]}"));
        things.put(
                "/admin/v1/routes",
                created(
                        owner,
                        "routes",
                        "{'tenant':'%s','name':'r-%s','match':{'prefix':'/'},'origin':'own-" + tenant + "'}"));
        things.put("/admin/v1/api-keys", created(owner, "api-keys", "{'tenant':'%s','name':'k-%s'}"));
        things.put(
                "/admin/v1/limits", created(owner, "limits", "{'tenant':'%s','name':'l-%s','requests':5,'per':'1m'}"));
        things.put("/admin/v1/roles", created(owner, "roles", "{'tenant':'%s','name':'r%s','grants':['listAudit']}"));
        things.put(
                "/admin/v1/webhooks",
                created(
                        owner,
                        "webhooks",
                        "{'tenant':'%s','name':'w-%s','url':'http://127.0.0.1:9/','events':['gopro.*']}"));
        things.put(
                "/admin/v1/providers",
                created(
                        owner,
                        "providers",
                        "{'tenant':'%s','name':'p%s','issuer':'https://id.example.org','clientId':'um',"
                                + "'redirectUris':['https://app.example.org/']}"));
        things.put("/admin/v1/users", registered());
        things.put("/admin/v1/service-accounts", created(owner, "service-accounts", "{'tenant':'%s','name':'s-%s'}"));
        things.put(
                "/admin/v1/applications",
                created(
                        owner,
                        "applications",
                        "{'tenant':'%s','name':'a-%s','redirectUris':['https://app.example.org/']}"));
        things.put("/admin/v1/policies", "1");
        things.put("/api/v1/auth/identities", "0198c0de-0000-7000-8000-000000000000");
        things.put("/api/v1/auth/sessions", "0198c0de-0000-7000-8000-000000000000");
        Answer revisions = owner.get("/admin/v1/revisions").isStatus(200);
        things.put(
                "/admin/v1/revisions", revisions.json().at("/items/0/revision").asText("1"));
        School school = new School(owner);
        things.put("/api/v1/commands", school.create().commandId());
        things.put("/api/v1/views", "progress/" + school.enrolled("ann", school.created("one")));
        things.put("/api/v1/dead-letters", "0198c0de-0000-7000-8000-000000000000");
        things.put("/api/v1/log-levels", "root");
        return things;
    }

    /** A user of the tenant. */
    private String registered() {
        new Caller(product.edge(), null)
                .post(
                        "/api/v1/auth/register",
                        "{\"email\":\"ann@example.org\",\"password\":\"correct horse battery staple\"}",
                        "X-Tenant",
                        tenant)
                .isStatus(202);
        return Awaitility.await()
                .until(
                        () -> owner.get("/admin/v1/users")
                                .isStatus(200)
                                .json()
                                .at("/items/0/id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    private String created(Caller by, String kind, String document) {
        Answer made = by.post(
                        "/admin/v1/" + kind, document.formatted(tenant, tenant).replace('\'', '"'))
                .isStatus(201);
        return made.json().path("id").asText();
    }

    private String foreignBody(Documented operation) {
        String kind = operation.path().substring(operation.path().lastIndexOf('/') + 1);
        String document = switch (kind) {
            case "origins" -> "{'tenant':'%s','name':'x','targets':[{'url':'http://127.0.0.1:9'}]}";
            case "routes" -> "{'tenant':'%s','name':'x','match':{'prefix':'/x'},'origin':'own-" + tenant + "'}";
            case "tenants" -> "{'slug':'%s','name':'x'}";
            case "limits" -> "{'tenant':'%s','name':'x','requests':5,'per':'1m'}";
            case "roles" -> "{'tenant':'%s','name':'x','grants':['listAudit']}";
            case "webhooks" -> "{'tenant':'%s','name':'x','url':'http://127.0.0.1:9/','events':['gopro.*']}";
            case "providers" ->
                "{'tenant':'%s','name':'x','issuer':'https://id.example.org','clientId':'um',"
                        + "'redirectUris':['https://app.example.org/']}";
            case "applications" -> "{'tenant':'%s','name':'x','redirectUris':['https://app.example.org/']}";
            case "secret" -> "{'secret':'x'}";
            case "purge" -> "{'tenant':'%s','prefix':'/'}";
            default -> "{'tenant':'%s','name':'x'}";
        };
        return document.formatted(tenant).replace('\'', '"');
    }

    /** The documents of the tenant's things, as their owner reads them. */
    private Map<String, String> asTheyAre(Map<String, String> things) {
        Map<String, String> read = new TreeMap<>();
        things.forEach((at, thing) -> {
            if (at.startsWith("/admin/v1/") && !at.endsWith("revisions") && !at.endsWith("policies")) {
                read.put(at, owner.get(at + '/' + thing).isStatus(200).body());
            }
        });
        return read;
    }
}
