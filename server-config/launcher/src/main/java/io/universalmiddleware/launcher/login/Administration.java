package io.universalmiddleware.launcher.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.rest.Answer;
import io.universalmiddleware.launcher.rest.EdgeClient;
import java.util.Set;

/** What the platform's administrator does for other users. */
public final class Administration {
    private static final int CONFLICT = 409;

    private final EdgeClient edge;

    public Administration(EdgeClient edge) {
        this.edge = edge;
    }

    /** Gives an account these roles and no others. */
    public void giveRoles(AccessToken administrator, String account, Set<String> roles) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        roles.stream().sorted().forEach(change.putArray("roles")::add);
        edge.send("PATCH", "/admin/v1/users/" + account, IdentityClient.bearer(administrator), change.toString())
                .accepted();
    }

    /** Makes a tenant, unless it is there. */
    void makeTenant(AccessToken administrator, TenantId tenant) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.put("slug", tenant.value()).put("name", tenant.value());
        Answer answer = edge.send("POST", "/admin/v1/tenants", IdentityClient.bearer(administrator), made.toString());
        if (answer.status() != CONFLICT) {
            answer.accepted();
        }
    }
}
