package io.universalmiddleware.gateway.identity.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the authorization server says of itself (RFC 8414, section 2): what works, and nothing else. */
final class Metadata {
    private static final List<String> SECRETS = List.of("client_secret_basic", "client_secret_post");

    private Metadata() {}

    static Map<String, Object> of(String issuer) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("jwks_uri", issuer + "/.well-known/jwks.json");
        metadata.put("token_endpoint", issuer + "/oauth2/token");
        metadata.put("token_endpoint_auth_methods_supported", SECRETS);
        metadata.put("introspection_endpoint", issuer + "/oauth2/introspect");
        metadata.put("introspection_endpoint_auth_methods_supported", SECRETS);
        metadata.put("revocation_endpoint", issuer + "/oauth2/revoke");
        metadata.put("revocation_endpoint_auth_methods_supported", SECRETS);
        metadata.put("grant_types_supported", List.of(TokenServlet.CLIENT_CREDENTIALS));
        metadata.put("response_types_supported", List.of());
        return metadata;
    }
}
