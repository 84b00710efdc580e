package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.token.ApplicationScopes;
import io.universalmiddleware.gateway.identity.token.ApplicationTokens;
import io.universalmiddleware.gateway.identity.token.AuthenticationContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the platform says of itself as a provider (RFC 8414, section 2; OpenID Connect Discovery 1.0, section 3): what works, and nothing else. */
final class Metadata {
    private static final List<String> SECRETS = List.of("client_secret_basic", "client_secret_post");
    private static final List<String> AUTHENTICATION = List.of("client_secret_basic", "client_secret_post", "none");
    private static final List<String> CLAIMS = List.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "azp",
            "at_hash",
            "sid",
            "name",
            "locale",
            "zoneinfo",
            "updated_at",
            "email",
            "email_verified");

    private Metadata() {}

    static Map<String, Object> of(String issuer) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("jwks_uri", issuer + "/.well-known/jwks.json");
        metadata.put("authorization_endpoint", issuer + "/oauth2/authorize");
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("prompt_values_supported", List.of("none", "login", "select_account"));
        metadata.put("request_parameter_supported", false);
        metadata.put("request_uri_parameter_supported", false);
        metadata.put("claims_parameter_supported", false);
        metadata.put("token_endpoint", issuer + "/oauth2/token");
        metadata.put("token_endpoint_auth_methods_supported", AUTHENTICATION);
        metadata.put(
                "grant_types_supported",
                List.of(TokenServlet.AUTHORIZATION_CODE, TokenServlet.REFRESH_TOKEN, TokenServlet.CLIENT_CREDENTIALS));
        metadata.put("userinfo_endpoint", ApplicationTokens.userInfo(issuer));
        metadata.put("end_session_endpoint", issuer + "/oauth2/logout");
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
        metadata.put("scopes_supported", ApplicationScopes.OF_THE_USER);
        metadata.put("claims_supported", CLAIMS);
        metadata.put(
                "acr_values_supported",
                Stream.of(AuthenticationContext.values())
                        .map(AuthenticationContext::uri)
                        .toList());
        metadata.put("introspection_endpoint", issuer + "/oauth2/introspect");
        metadata.put("introspection_endpoint_auth_methods_supported", SECRETS);
        metadata.put("revocation_endpoint", issuer + "/oauth2/revoke");
        metadata.put("revocation_endpoint_auth_methods_supported", AUTHENTICATION);
        return metadata;
    }
}
