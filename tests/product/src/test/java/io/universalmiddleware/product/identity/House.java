package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.Product;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A house is a tenant with an application, and what that got for a user who is logged in.
 *
 * @param cookie of the user's browser
 */
record House(Caller nobody, String tenant, String application, String secret, String cookie, JsonNode tokens) {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String CALLBACK = "https://app.example.org/callback";
    private static final String BYE = "https://app.example.org/bye";
    private static final String PASSWORD = "correct horse battery staple";
    private static final CodeVerifier VERIFIER = new CodeVerifier();

    static House furnished(Product product) {
        Caller nobody = new Caller(product.edge(), null);
        String tenant = product.freshTenant();
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", Caller.json(Map.of("slug", tenant, "name", tenant)))
                .isStatus(201);
        nobody.post(
                        "/api/v1/auth/register",
                        Caller.json(Map.of("email", email(tenant), "password", PASSWORD)),
                        "X-Tenant",
                        tenant)
                .isStatus(202);
        JsonNode made = product.caller("ann", tenant, "admin")
                .post(
                        "/admin/v1/applications",
                        Caller.json(Map.of(
                                "name", "shop",
                                "confidential", true,
                                "redirectUris", List.of(CALLBACK),
                                "postLogoutRedirectUris", List.of(BYE),
                                "scopes", List.of("openid", "offline_access"))))
                .isStatus(201)
                .json();
        String application = made.path("id").asText();
        String secret = made.path("secret").asText();
        Answer in = posted(
                        nobody,
                        "login",
                        "request=" + encoded(asked(application)) + "&email=" + email(tenant) + "&password="
                                + encoded(PASSWORD),
                        null)
                .isStatus(303);
        String cookie = in.header("Set-Cookie").replaceFirst(";.*", "");
        JsonNode tokens = posted(nobody, "token", exchange(code(in)), basic(application, secret))
                .isStatus(200)
                .json();
        return new House(nobody, tenant, application, secret, cookie, tokens);
    }

    String basic() {
        return basic(application, secret);
    }

    String access() {
        return tokens.path("access_token").asText();
    }

    String refresh() {
        return tokens.path("refresh_token").asText();
    }

    String idToken() {
        return tokens.path("id_token").asText();
    }

    String asked() {
        return asked(application);
    }

    /** A code of its user. */
    String code() {
        return code(nobody.get("/oauth2/authorize?" + asked(), "Cookie", cookie).isStatus(303));
    }

    /** An access token of its user's own, which no application has. */
    String session() {
        return nobody.post(
                        "/api/v1/auth/login",
                        Caller.json(Map.of("email", email(tenant), "password", PASSWORD)),
                        "X-Tenant",
                        tenant)
                .isStatus(200)
                .json()
                .path("access_token")
                .asText();
    }

    /** Posts a form as a page of the platform's own does. */
    static Answer posted(Caller by, String endpoint, String form, @Nullable String authorization) {
        String[] headers = {"Content-Type", FORM, "Sec-Fetch-Site", "same-origin", "Authorization", authorization};
        return by.post("/oauth2/" + endpoint, form, authorization == null ? Arrays.copyOf(headers, 4) : headers);
    }

    /** What an application asks for its user's login by, as a query. */
    static String asked(String application) {
        return "client_id=" + application + "&redirect_uri=" + encoded(CALLBACK)
                + "&response_type=code&scope=openid+offline_access&code_challenge_method=S256&code_challenge="
                + CodeChallenge.compute(CodeChallengeMethod.S256, VERIFIER);
    }

    /** What it gets tokens for a code by, as a form. */
    static String exchange(String code) {
        return "grant_type=authorization_code&code=" + code + "&redirect_uri=" + encoded(CALLBACK) + "&code_verifier="
                + VERIFIER.getValue();
    }

    private static String code(Answer redirect) {
        assertThat(redirect.header("Location")).startsWith(CALLBACK + "?code=");
        return redirect.header("Location").replaceFirst(".*[?&]code=([^&]*).*", "$1");
    }

    private static String email(String tenant) {
        return tenant + "@example.org";
    }

    static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ':' + secret).getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
