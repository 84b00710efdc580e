package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.Product;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The things of a tenant that documented paths may name, one of each collection. */
final class Things {
    private static final String CREDENTIALS =
            "{\"email\":\"ann@example.org\",\"password\":\"correct horse battery staple\"}";

    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller operator;

    /**
     * @param owner an administrator of the tenant
     * @param operator an administrator of the operator's tenant
     */
    Things(Product product, String tenant, Caller owner, Caller operator) {
        this.product = product;
        this.tenant = tenant;
        this.owner = owner;
        this.operator = operator;
    }

    /** The path of an operation, with a thing of the tenant's in it; where there are none, with a name that nothing has. */
    static String path(Documented operation, Map<String, String> things) {
        String path = operation.path();
        if (!things.isEmpty() && operation.hasParameters()) {
            int first = operation.path().indexOf("/{");
            String collection = operation.path().substring(0, first);
            @Nullable String thing = things.get(collection);
            assertThat(thing)
                    .as("%s: say in Things what below %s may belong to a tenant", operation, collection)
                    .isNotNull();
            int end = operation.path().indexOf('}');
            String rest = operation.path().substring(end + 1);
            path = collection + '/' + thing + (thing.contains("/") ? rest.replaceAll("^/\\{[^}]*}", "") : rest);
        }
        return path.replaceAll("\\{[^}]*}", "x");
    }

    /** Makes what is the tenant's, and tells it by the path it is below. */
    Map<String, String> make() {
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
        things.put("/api/v1/auth/providers", things.get("/admin/v1/providers"));
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

    /** Whoever is logged in as the user that was made. */
    Caller user() {
        return new Caller(
                product.edge(),
                new Caller(product.edge(), null)
                        .post("/api/v1/auth/login", CREDENTIALS, "X-Tenant", tenant)
                        .isStatus(200)
                        .json()
                        .path("access_token")
                        .asText());
    }

    /** A user of the tenant. */
    private String registered() {
        new Caller(product.edge(), null)
                .post("/api/v1/auth/register", CREDENTIALS, "X-Tenant", tenant)
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

    /** Makes a thing in the control plane. @param document with single quotes, and {@code %s} for the tenant at most twice */
    String created(Caller by, String kind, String document) {
        Answer made = by.post(
                        "/admin/v1/" + kind, document.formatted(tenant, tenant).replace('\'', '"'))
                .isStatus(201);
        return made.json().path("id").asText();
    }
}
