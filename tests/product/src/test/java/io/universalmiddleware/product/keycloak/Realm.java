package io.universalmiddleware.product.keycloak;

import io.universalmiddleware.product.http.Caller;
import java.util.List;
import java.util.Map;

/** A realm as Keycloak imports it: the platform is its client, and one user is in one group. */
final class Realm {
    static final String CLIENT = "um";
    static final String SECRET = "shown by the platform alone";
    static final String PASSWORD = "correct horse battery staple";
    static final String GROUP = "Auditors";

    private Realm() {}

    /** @param user who is known there as {@code user@example.org} */
    static String document(String name, String user, String redirectUri, String postLogoutRedirectUri) {
        return Caller.json(Map.of(
                "realm",
                name,
                "enabled",
                true,
                "sslRequired",
                "none",
                "groups",
                List.of(Map.of("name", GROUP)),
                "clients",
                List.of(client(redirectUri, postLogoutRedirectUri)),
                "users",
                List.of(user(user))));
    }

    private static Map<String, Object> client(String redirectUri, String postLogoutRedirectUri) {
        return Map.of(
                "clientId",
                CLIENT,
                "secret",
                SECRET,
                "enabled",
                true,
                "protocol",
                "openid-connect",
                "standardFlowEnabled",
                true,
                "directAccessGrantsEnabled",
                false,
                "redirectUris",
                List.of(redirectUri),
                "attributes",
                Map.of(
                        "pkce.code.challenge.method", "S256",
                        "post.logout.redirect.uris", postLogoutRedirectUri,
                        "backchannel.logout.session.required", "true"),
                "protocolMappers",
                List.of(groups()));
    }

    private static Map<String, Object> groups() {
        return Map.of(
                "name", "groups",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-group-membership-mapper",
                "config",
                        Map.of(
                                "claim.name", "groups",
                                "full.path", "false",
                                "id.token.claim", "true",
                                "access.token.claim", "false",
                                "userinfo.token.claim", "false"));
    }

    private static Map<String, Object> user(String name) {
        return Map.of(
                "username",
                name,
                "email",
                name + "@example.org",
                "emailVerified",
                true,
                "firstName",
                name,
                "lastName",
                "Example",
                "enabled",
                true,
                "groups",
                List.of("/" + GROUP),
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)));
    }
}
