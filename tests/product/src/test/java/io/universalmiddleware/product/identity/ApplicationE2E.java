package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user of a tenant logs in to an application of the tenant's, which knows the platform as any client of OpenID Connect does. */
@BootedProduct
class ApplicationE2E {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final URI CALLBACK = URI.create("https://app.example.org/callback");
    private static final URI BYE = URI.create("https://app.example.org/bye");
    private static final String PASSWORD = "correct horse battery staple";

    private final Product product;
    private final Caller nobody;
    private final String tenant;
    private final String email = "a" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
    private final CodeVerifier verifier = new CodeVerifier();
    private final Nonce nonce = new Nonce();
    private final State state = new State();
    private OIDCProviderMetadata provider;
    private ClientID application;

    ApplicationE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
        this.tenant = product.freshTenant();
    }

    @BeforeEach
    void register() throws Exception {
        provider = OIDCProviderMetadata.parse(
                nobody.get("/.well-known/openid-configuration").isStatus(200).body());
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", Caller.json(Map.of("slug", tenant, "name", tenant)))
                .isStatus(201);
        nobody.post(
                        "/api/v1/auth/register",
                        Caller.json(Map.of("email", email, "password", PASSWORD)),
                        "X-Tenant",
                        tenant)
                .isStatus(202);
        JsonNode made = product.caller("ann", tenant, "admin")
                .post(
                        "/admin/v1/applications",
                        Caller.json(Map.of(
                                "name",
                                "shop " + UUID.randomUUID(),
                                "redirectUris",
                                new String[] {CALLBACK.toString()},
                                "postLogoutRedirectUris",
                                new String[] {BYE.toString()},
                                "scopes",
                                new String[] {"openid", "email", "offline_access", "role:user"})))
                .isStatus(201)
                .json();
        assertThat(made.has("secret")).isFalse();
        application = new ClientID(made.path("id").asText());
    }

    @Test
    void aUserLogsInToAnApplicationWhichEndsWithTheSession() throws Exception {
        Answer page = nobody.get(asked("openid email offline_access role:user", ""), "Sec-Fetch-Site", "cross-site")
                .isStatus(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' https://app.example.org");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");

        posted(PASSWORD, "cross-site").isStatus(403);
        assertThat(posted("not the password at all", "same-origin")
                        .isStatus(400)
                        .body())
                .contains("role=\"alert\"");
        Answer in = posted(PASSWORD, "same-origin").isStatus(303);
        String cookie = cookie(in);
        assertThat(cookie).startsWith("__Host-um-session=umb_");

        OIDCTokens tokens = exchanged(in);
        IDTokenValidator validator = new IDTokenValidator(
                provider.getIssuer(),
                application,
                JWSAlgorithm.ES256,
                JWKSet.parse(nobody.get("/.well-known/jwks.json").isStatus(200).body()));
        JWT identity = tokens.getIDToken();
        String subject = validator.validate(identity, nonce).getSubject().getValue();
        UserInfoResponse told =
                UserInfoResponse.parse(new UserInfoRequest(provider.getUserInfoEndpointURI(), tokens.getAccessToken())
                        .toHTTPRequest()
                        .send());
        assertThat(told.toSuccessResponse().getUserInfo().getSubject().getValue())
                .isEqualTo(subject);
        assertThat(told.toSuccessResponse().getUserInfo().getEmailAddress()).isEqualTo(email);

        Caller acting = acting(tokens.getAccessToken());
        acting.get("/api/v1/commands").isStatus(200);
        acting.get("/api/v1/auth/sessions").isProblem(403, "forbidden");
        acting.post(
                        "/api/v1/auth/password",
                        Caller.json(Map.of("current_password", PASSWORD, "new_password", PASSWORD)))
                .isProblem(403, "forbidden");
        acting.post("/api/v1/auth/mfa", Caller.json(Map.of("password", PASSWORD)))
                .isProblem(403, "forbidden");
        acting.post("/api/v1/auth/browser", "", "Sec-Fetch-Site", "same-origin").isProblem(403, "forbidden");

        OIDCTokens next = granted(new RefreshTokenGrant(tokens.getRefreshToken()));
        Answer again =
                nobody.get(asked("openid", "&prompt=none"), "Cookie", cookie).isStatus(303);
        OIDCTokens silent = exchanged(again);
        acting(silent.getAccessToken()).get("/api/v1/commands").isProblem(401, "unauthenticated");
        assertThat(userInfo(silent.getAccessToken())).isEqualTo(200);

        String hint = "&prompt=none&id_token_hint=" + identity.serialize();
        assertThat(nobody.get(asked("openid", hint), "Cookie", cookie)
                        .isStatus(303)
                        .header("Location"))
                .startsWith(CALLBACK + "?code=");
        assertThat(nobody.get(asked("openid", hint + "x"), "Cookie", cookie)
                        .isStatus(303)
                        .header("Location"))
                .startsWith(CALLBACK + "?error=invalid_request");

        nobody.send("DELETE", "/api/v1/auth/browser", null, "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                .isStatus(204);
        Awaitility.await("the tokens are refused").atMost(PATIENCE).untilAsserted(() -> {
            acting(next.getAccessToken()).get("/api/v1/commands").isProblem(401, "unauthenticated");
            assertThat(userInfo(silent.getAccessToken())).isEqualTo(401);
        });
        assertThat(nobody.get(asked("openid", "&prompt=none"), "Cookie", cookie)
                        .isStatus(303)
                        .header("Location"))
                .startsWith(CALLBACK + "?error=login_required")
                .contains("&state=" + state);
        assertThat(product.log())
                .noneMatch(line -> line.contains(tokens.getAccessToken().getValue()));
    }

    @Test
    void anApplicationLogsItsUserOut() throws Exception {
        Answer in = posted(PASSWORD, "same-origin").isStatus(303);
        String cookie = cookie(in);
        OIDCTokens tokens = exchanged(in);
        String unproved = "client_id=" + application + "&state=s&post_logout_redirect_uri=" + encoded(BYE.toString());

        Answer question = leaving(unproved, cookie).isStatus(200);
        assertThat(question.header("Content-Security-Policy")).contains("form-action 'self' https://app.example.org");
        assertThat(question.header("Cache-Control")).isEqualTo("no-store");
        assertThat(question.headers().firstValue("Set-Cookie")).isEmpty();
        answered(unproved, cookie, "cross-site").isStatus(403);
        assertThat(leaving(unproved.replace("app.example.org", "evil.example"), cookie)
                        .isStatus(400)
                        .headers()
                        .firstValue("Location"))
                .isEmpty();
        assertThat(userInfo(tokens.getAccessToken())).isEqualTo(200);

        String hinted =
                new LogoutRequest(provider.getEndSessionEndpointURI(), tokens.getIDToken(), BYE, state).toQueryString();
        Answer out = leaving(hinted, cookie).isStatus(303);
        assertThat(out.header("Location")).isEqualTo(BYE + "?state=" + state);
        assertThat(out.header("Set-Cookie")).startsWith("__Host-um-session=; Max-Age=0");
        Awaitility.await("the token is refused")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(userInfo(tokens.getAccessToken())).isEqualTo(401));
        assertThat(nobody.post("/oauth2/logout", hinted, "Content-Type", FORM, "Sec-Fetch-Site", "cross-site")
                        .isStatus(303)
                        .header("Location"))
                .as("it is over already")
                .isEqualTo(BYE + "?state=" + state);
        assertThat(answered(unproved, cookie, "same-origin").isStatus(303).header("Location"))
                .isEqualTo(BYE + "?state=s");
    }

    @Test
    void nobodyIsSentToWhereNoApplicationIs() {
        String elsewhere = asked("openid", "").replace("app.example.org", "evil.example");

        Answer refused = nobody.get(elsewhere).isStatus(400);

        assertThat(refused.headers().firstValue("Location")).isEmpty();
        assertThat(refused.body()).doesNotContain("evil.example");
        nobody.get("/oauth2/authorize").isStatus(400);
        nobody.get("/oauth2/userinfo").isStatus(401);
    }

    private String asked(String scope, String more) {
        URI uri = new AuthenticationRequest.Builder(ResponseType.CODE, Scope.parse(scope), application, CALLBACK)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        return uri.getRawPath() + '?' + uri.getRawQuery() + more;
    }

    private Answer posted(String password, String site) {
        String request = asked("openid email offline_access role:user", "").replaceFirst("[^?]*[?]", "");
        return nobody.post(
                "/oauth2/login",
                "request=" + encoded(request) + "&email=" + encoded(email) + "&password=" + encoded(password),
                "Content-Type",
                FORM,
                "Sec-Fetch-Site",
                site);
    }

    private Answer leaving(String request, String cookie) {
        return nobody.get("/oauth2/logout?" + request, "Cookie", cookie, "Sec-Fetch-Site", "cross-site");
    }

    private Answer answered(String request, String cookie, String site) {
        return nobody.post(
                "/oauth2/logout/answer",
                "request=" + encoded(request),
                "Content-Type",
                FORM,
                "Cookie",
                cookie,
                "Sec-Fetch-Site",
                site);
    }

    private static String cookie(Answer in) {
        String cookie = in.header("Set-Cookie");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private OIDCTokens exchanged(Answer redirect) throws Exception {
        AuthorizationResponse response = AuthorizationResponse.parse(URI.create(redirect.header("Location")));
        assertThat(response.getState()).isEqualTo(state);
        assertThat(response.getIssuer()).isEqualTo(provider.getIssuer());
        return granted(
                new AuthorizationCodeGrant(response.toSuccessResponse().getAuthorizationCode(), CALLBACK, verifier));
    }

    private OIDCTokens granted(AuthorizationGrant grant) throws Exception {
        HTTPResponse answer = new TokenRequest.Builder(provider.getTokenEndpointURI(), application, grant)
                .build()
                .toHTTPRequest()
                .send();
        return ((OIDCTokenResponse) OIDCTokenResponseParser.parse(answer).toSuccessResponse()).getOIDCTokens();
    }

    private int userInfo(AccessToken token) {
        return acting(token).get("/oauth2/userinfo").status();
    }

    private Caller acting(AccessToken token) {
        return new Caller(product.edge(), token.getValue());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
