package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.policy.Grants;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The operator changes what roles grant while the platform runs: draft, test cases, dry run, activation, and back. */
@BootedProduct
class PolicyVersionsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String POLICIES = "/admin/v1/policies";

    private final Product product;
    private final String tenant;
    private final Caller operator;
    private final Caller reporter;

    PolicyVersionsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.operator = product.caller("olga", "operator", "admin");
        this.reporter = product.caller("rita", tenant, "reporter");
    }

    @Test
    void aVersionIsTestedTriedActivatedAndRolledBack() {
        Answer draft = operator.post(POLICIES, draft("['reporter']")).isStatus(201);
        String version = draft.header("Location");
        long number = draft.json().path("version").asLong();
        assertThat(draft.json().path("state").asText()).isEqualTo("draft");

        assertThat(operator.post(version + "/test", "")
                        .isStatus(200)
                        .json()
                        .path("passed")
                        .asBoolean())
                .isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> wouldGain(version));
        activate(version, 4711).isProblem(412, "precondition-failed");
        activate(version, 0).isStatus(200);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> reporter.get("/api/v1/status").isStatus(200));
            operator.send("PUT", version, draft("[]")).isProblem(409, "conflict");
            operator.send("DELETE", version, null).isProblem(409, "conflict");
        } finally {
            activate(POLICIES + "/0", number).isStatus(200);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> reporter.get("/api/v1/status").isProblem(403, "forbidden"));

        JsonNode history = operator.get(POLICIES + "/activations").isStatus(200).json();
        assertThat(history.at("/items/0/version").asLong()).isZero();
        assertThat(history.at("/items/1/version").asLong()).isEqualTo(number);
        assertThat(history.at("/items/1/actor").asText()).isEqualTo("operator/olga");
        JsonNode nodes =
                operator.get(POLICIES + "/activations/nodes").isStatus(200).json();
        assertThat(nodes.path("nodes")).isNotEmpty();
        assertThat(operator.get("/admin/v1/audit?subject=policies/" + number)
                        .isStatus(200)
                        .body())
                .contains("create-policy", "activate-policy");
    }

    @Test
    void whatFailsItsTestsOrIsNoPolicyIsNotActivated() {
        Answer draft = operator.post(POLICIES, draft("[]")).isStatus(201);
        activate(draft.header("Location"), 0).isProblem(409, "conflict");
        operator.send("DELETE", draft.header("Location"), null).isStatus(204);

        operator.post(POLICIES, "{\"source\":\"package um.authz\",\"module\":\"AGFzbQEAAAA=\"}")
                .isProblem(400, "invalid-request");
        operator.post(POLICIES, "{\"state\":\"active\"}").isProblem(400, "invalid-request");
    }

    @Test
    void isNoMatterOfATenantsAdmins() {
        Caller admin = product.caller("owner", tenant, "admin");

        admin.get(POLICIES).isProblem(403, "forbidden");
        admin.post(POLICIES, draft("['reporter']")).isProblem(403, "forbidden");
        activate(admin, POLICIES + "/0", 0).isProblem(403, "forbidden");
    }

    /** Whether a dry run says so. Asks what it is about each time: what was asked once is forgotten when what roles grant changes. */
    private boolean wouldGain(String version) {
        reporter.get("/api/v1/status").isProblem(403, "forbidden");
        JsonNode report =
                operator.post(version + "/dry-run?limit=200", "").isStatus(200).json();
        for (JsonNode change : report.path("changes")) {
            if (change.path("operation").asText().equals("readStatus")
                    && change.path("roles").toString().contains("reporter")) {
                return change.path("who").asText().equals("gains");
            }
        }
        return false;
    }

    private Answer activate(String version, long replaces) {
        return activate(operator, version, replaces);
    }

    private static Answer activate(Caller by, String version, long replaces) {
        return by.post(version + "/activate", "{\"replaces\":%d,\"note\":\"for a test\"}".formatted(replaces));
    }

    /** What comes with the platform, and what a role of its own grants besides. @param roles of whoever must read the status */
    private String draft(String roles) {
        ObjectNode grants = Grants.builtIn().json();
        ((ObjectNode) grants.path("roles")).putArray("reporter").add("readStatus");
        return "{\"note\":\"reporters\",\"grants\":%s,\"tests\":[%s]}"
                .formatted(
                        grants,
                        "{'name':'reads','input':{'tenant':'shop','roles':%s,'action':'readStatus'},'allow':true}"
                                .formatted(roles)
                                .replace('\'', '"'));
    }
}
