package io.universalmiddleware.product.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * What a request does in PostgreSQL it does as one whom row-level security holds to its tenant's rows: a policy that hides them from that
 * tenant hides them from its requests, although their statements ask for them, and from the operator's not.
 */
@BootedProduct
class TenantWallE2E {
    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller operator;

    TenantWallE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.owner = product.caller("owner", tenant, "admin", "user");
        this.operator = product.caller("olga", "operator", "admin");
    }

    @Test
    void entitiesAreReadBehindIt() throws SQLException {
        String command = School.succeeds(new School(owner).enrol("ann", new School(owner).created("one")))
                .commandId();

        hides("command", "/api/v1/commands", command);
    }

    @Test
    void statementsAreRunBehindIt() throws SQLException {
        operator.post("/admin/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant))
                .isStatus(201);
        owner.post(
                        "/admin/v1/limits",
                        "{\"tenant\":\"%s\",\"name\":\"walled\",\"requests\":5,\"per\":\"1m\"}".formatted(tenant))
                .isStatus(201);

        hides("config_entry", "/admin/v1/limits", "walled");
        hides("audit", "/admin/v1/audit", "create-limit");
        assertThat(operator.get("/admin/v1/audit?tenant=" + tenant).body()).contains("create-limit");
    }

    private void hides(String table, String path, String what) throws SQLException {
        assertThat(owner.get(path).isStatus(200).body()).contains(what);
        String policy = "hidden_from_" + tenant.replace('-', '_');
        execute("CREATE POLICY %s ON %s AS RESTRICTIVE USING (current_tenant() <> '%s')"
                .formatted(policy, table, tenant));
        try {
            assertThat(owner.get(path).isStatus(200).body()).doesNotContain(what);
        } finally {
            execute("DROP POLICY %s ON %s".formatted(policy, table));
        }
        assertThat(owner.get(path).isStatus(200).body()).contains(what);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = product.records().source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
