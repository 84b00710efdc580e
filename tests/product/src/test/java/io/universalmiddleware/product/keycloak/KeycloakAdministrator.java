package io.universalmiddleware.product.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What an administrator of a Keycloak does, by its admin API. */
final class KeycloakAdministrator {
    private final URI base;

    KeycloakAdministrator(Keycloak keycloak) {
        this.base = keycloak.base();
    }

    /** The realm tells the platform at this place of its sessions' ends. */
    void tellsOfLogouts(String realm, URI to) {
        String clients = "/admin/realms/" + realm + "/clients";
        ObjectNode client = (ObjectNode) caller().get(clients + "?clientId=" + Realm.CLIENT)
                .isStatus(200)
                .json()
                .get(0);
        ((ObjectNode) client.get("attributes")).put("backchannel.logout.url", to.toString());
        caller().send("PUT", clients + "/" + client.get("id").asText(), client.toString())
                .isStatus(204);
    }

    void endsSession(String realm, String id) {
        caller().send("DELETE", "/admin/realms/" + realm + "/sessions/" + id, null)
                .isStatus(204);
    }

    /** The realm signs with a new key from now on. */
    void addsKey(String realm) {
        JsonNode parent =
                caller().get("/admin/realms/" + realm).isStatus(200).json().get("id");
        caller().post(
                        "/admin/realms/" + realm + "/components",
                        Caller.json(Map.of(
                                "name", "the next",
                                "providerId", "rsa-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "parentId", parent.asText(),
                                "config", Map.of("priority", List.of("1000"), "algorithm", List.of("RS256")))))
                .isStatus(201);
    }

    /** Its tokens count a minute, so that each act gets one. */
    private Caller caller() {
        Answer tokens = new Caller(base, null)
                .post(
                        "/realms/master/protocol/openid-connect/token",
                        "grant_type=password&client_id=admin-cli&username=" + Keycloak.ADMINISTRATOR + "&password="
                                + URLEncoder.encode(Keycloak.PASSWORD, StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .isStatus(200);
        return new Caller(base, tokens.json().path("access_token").asText());
    }
}
