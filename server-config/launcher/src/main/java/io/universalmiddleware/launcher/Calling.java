package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.login.LocalUsers;
import io.universalmiddleware.launcher.login.Logins;
import io.universalmiddleware.launcher.rest.EdgeClient;
import io.universalmiddleware.launcher.stack.Stack;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of the running platform's REST API, as administrators of tenants, who log in first. */
final class Calling {
    private static final Set<String> ROLES = Set.of("admin", "user");

    private final EdgeClient edge;
    private final LocalUsers users;
    private final Logins logins;

    Calling(Installation installation, Stack stack) {
        this.edge = new EdgeClient(stack.addresses().edge());
        this.users = new LocalUsers(installation.home(), installation.configuration());
        this.logins = new Logins(users, edge, installation.home(), stack.mail());
    }

    LocalUsers users() {
        return users;
    }

    Logins logins() {
        return logins;
    }

    EdgeClient edge() {
        return edge;
    }

    /**
     * Sends a request through the edge.
     *
     * @return the answer's JSON; a missing node if it has none
     * @throws io.universalmiddleware.stores.StoreException saying why, if it was refused or there was no usable answer
     */
    JsonNode send(String user, TenantId tenant, String method, String path, @Nullable String body) {
        return edge.send(method, path, bearer(user, tenant), body).accepted();
    }

    /**
     * Copies what a GET through the edge answers.
     *
     * @throws io.universalmiddleware.stores.StoreException saying why, if it was refused or there was no usable answer
     */
    void copy(String user, TenantId tenant, String path, OutputStream to) {
        edge.copy(path, bearer(user, tenant), to);
    }

    /** An access token of an administrator of a tenant. */
    String token(String user, TenantId tenant) {
        return logins.token(tenant, user, ROLES, Duration.ZERO).text();
    }

    private Map<String, String> bearer(String user, TenantId tenant) {
        return Map.of("Authorization", "Bearer " + token(user, tenant));
    }
}
