package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
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
            Answer answer = send(nobody, operation, Things.path(operation, Map.of()), "{}");
            all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(401);
        }
        all.assertAll();
    }

    @Test
    void refusesARoleThatNobodyGrantedAnything() {
        Caller stranger = product.caller("sam", tenant, "stranger");
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            Answer answer = send(stranger, operation, Things.path(operation, Map.of()), "{}");
            all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(403);
        }
        all.assertAll();
    }

    @Test
    void keepsUsersOutOfTheControlPlane() {
        Caller user = product.caller("ann", tenant, "user");
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            if (operation.path().startsWith("/admin/v1/")) {
                Answer answer = send(user, operation, Things.path(operation, Map.of()), "{}");
                all.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(403);
            }
        }
        all.assertAll();
    }

    @Test
    void keepsTheAdminsOfATenantFromWhatIsAnothers() {
        Map<String, String> things = new Things(product, tenant, owner, operator).make();
        Map<String, String> before = asTheyAre(things);
        Caller rival = product.caller("eve", product.freshTenant(), "admin", "user");
        SoftAssertions all = new SoftAssertions();
        for (Documented operation : guarded()) {
            String path = Things.path(operation, things);
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
        new Things(product, tenant, owner, operator).created(operator, "tenants", "{'slug':'%s','name':'%s'}");

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
        new Things(product, tenant, owner, operator).created(operator, "tenants", "{'slug':'%s','name':'%s'}");
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
