package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of a tenant who log in by a provider, as the clients of a booted platform see it. */
@BootedProduct
class ProviderE2E {
    private static final String REDIRECT = "https://app.example.org/back";
    private static final String BYE = "https://app.example.org/bye";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PROVIDERS = "/api/v1/auth/providers";

    private final Product product;
    private final String tenant;
    private final Caller owner;
    private final Caller nobody;
    private final OpenIdProvider provider = new OpenIdProvider();

    ProviderE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.owner = product.caller("owner", tenant, "admin");
        this.nobody = new Caller(product.edge(), null);
    }

    @BeforeEach
    void configure() {
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", Caller.json(Map.of("slug", tenant, "name", tenant)))
                .isStatus(201);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aUserLogsInByAProviderOfTheTenantsAndLinksAnother() {
        String made = configured();

        assertThat(nobody.get(PROVIDERS, "X-Tenant", tenant).isStatus(200).body())
                .contains("corporate")
                .doesNotContain(OpenIdProvider.CLIENT);
        Answer tokens = logIn(user("1")).isStatus(200);
        Caller ann =
                new Caller(product.edge(), tokens.json().path("access_token").asText());
        JsonNode sessions = ann.get("/api/v1/auth/sessions").isStatus(200).json();
        assertThat(sessions.at("/items/0/methods/0").asText()).isEqualTo("fed");
        assertThat(ann.get("/admin/v1/audit").status()).as("the group's role").isEqualTo(200);
        JsonNode identities =
                ann.get("/api/v1/auth/identities").isStatus(200).json().path("items");
        assertThat(identities).hasSize(1);

        Answer begun = ann.post(
                        "/api/v1/auth/identities",
                        Caller.json(Map.of("provider", "corporate", "redirect_uri", REDIRECT)))
                .isStatus(200);
        ann.post("/api/v1/auth/identities/confirm", brought(begun, user("2"))).isStatus(200);
        assertThat(ann.get("/api/v1/auth/identities").json().path("items")).hasSize(2);
        ann.send("DELETE", "/api/v1/auth/identities/" + identities.at("/0/id").asText(), null)
                .isStatus(204);
        logIn(user("1")).isProblem(409, "conflict");
        Answer others = logIn(user("2")).isStatus(200);
        Answer left = nobody.post(
                        "/api/v1/auth/logout",
                        Caller.json(Map.of(
                                "refresh_token",
                                others.json().path("refresh_token").asText(),
                                "post_logout_redirect_uri",
                                BYE)))
                .isStatus(200);
        assertThat(left.json().path("end_session_url").asText())
                .startsWith(provider.issuer() + "/logout?")
                .contains("id_token_hint=");

        owner.send("DELETE", made, null).isStatus(204);
        begin().isProblem(404, "not-found");
    }

    @Test
    void aUserLogsInToAnApplicationByAProviderOnThePlatformsPage() {
        configured();
        String application = owner.post(
                        "/admin/v1/applications",
                        Caller.json(Map.of("name", "shop", "redirectUris", List.of(REDIRECT))))
                .isStatus(201)
                .json()
                .path("id")
                .asText();
        String request = "client_id=" + application + "&redirect_uri=" + encoded(REDIRECT)
                + "&response_type=code&scope=openid&state=s&code_challenge_method=S256&code_challenge="
                + "c".repeat(43);

        assertThat(nobody.get("/oauth2/authorize?" + request).isStatus(200).body())
                .contains("Continue with corporate");
        leave(request, "cross-site").isStatus(403);
        Answer left = leave(request, "same-origin").isStatus(200);
        URI authorization = URI.create(left.header("Refresh").replaceFirst(".*url=", ""));
        String answer = encoded(provider.logsIn(authorization, user("1")));
        assertThat(nobody.get(callback("corporate") + '?' + answer)
                        .isStatus(400)
                        .headers()
                        .firstValue("Location"))
                .as("another browser")
                .isEmpty();
        for (String astray : List.of(
                callback("other") + '?' + answer,
                "/oauth2/login/callback?" + answer,
                callback("corporate") + "?error=access_denied&state=another")) {
            assertThat(nobody.get(astray, "Cookie", cookie(left))
                            .isStatus(400)
                            .headers()
                            .firstValue("Set-Cookie"))
                    .as("it goes on after " + astray)
                    .isEmpty();
        }
        Answer in = nobody.get(
                        callback("corporate") + '?' + answer, "Cookie", cookie(left), "Sec-Fetch-Site", "cross-site")
                .isStatus(303);

        assertThat(in.header("Location")).startsWith(REDIRECT + "?code=umg_").contains("&state=s&");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("__Host-um-login=; Max-Age=0"))
                .anyMatch(cookie -> cookie.startsWith("__Host-um-session=umb_"));
        nobody.get(callback("corporate") + '?' + answer, "Cookie", cookie(left)).isStatus(400);
    }

    @Test
    void whatTheProviderEndsHasEndedHere() {
        String id = configured().replaceFirst(".*/", "");
        Caller ann = new Caller(
                product.edge(),
                logIn(new JWTClaimsSet.Builder(user("1")).claim("sid", "desk").build())
                        .isStatus(200)
                        .json()
                        .path("access_token")
                        .asText());
        ann.get("/api/v1/auth/sessions").isStatus(200);
        String token = OpenIdProvider.logoutToken(
                provider.logout(Instant.now()).claim("sid", "desk").build());

        assertThat(tell(id, token).isStatus(200).header("Cache-Control")).isEqualTo("no-store");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> ann.get("/api/v1/auth/sessions").status() == 401);
        Answer again = tell(id, token).isStatus(400);

        assertThat(again.header("Cache-Control")).isEqualTo("no-store");
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void whatIsNotAskedForIsNamedAndTheSecretIsNeverShown() {
        String made = configured();

        assertThat(owner.get(made).isStatus(200).body()).doesNotContain(OpenIdProvider.SECRET);
        assertThat(owner.get("/admin/v1/config").isStatus(200).body())
                .contains("corporate")
                .doesNotContain(OpenIdProvider.SECRET);
        assertThat(owner.get("/admin/v1/audit").isStatus(200).body())
                .contains("create-provider", "set-provider-secret")
                .doesNotContain(OpenIdProvider.SECRET);
        assertThat(nobody.post(PROVIDERS + "/callback", "{\"login\":\"x\",\"admin\":true}", "X-Tenant", tenant)
                        .isStatus(400)
                        .pointers())
                .containsExactlyInAnyOrder("/code", "/state", "/admin");
        nobody.post(PROVIDERS + "/callback", "{\"login\":\"x\",\"code\":\"x\",\"state\":\"x\"}", "X-Tenant", tenant)
                .isProblem(401, "unauthenticated");
        product.caller("sam", tenant, "user")
                .send("DELETE", made + "/secret", null)
                .isProblem(403, "forbidden");
    }

    private Answer leave(String request, String site) {
        return nobody.post(
                "/oauth2/login/provider",
                "provider=corporate&request=" + encoded(request),
                "Content-Type",
                FORM,
                "Sec-Fetch-Site",
                site);
    }

    private String callback(String name) {
        return "/oauth2/login/callback/" + tenant + '/' + name;
    }

    private static String cookie(Answer answer) {
        return answer.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(pair -> pair.getKey() + '=' + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The path of the provider, as its tenant's administrator has configured it. */
    private String configured() {
        Answer made = owner.post(
                        "/admin/v1/providers",
                        Caller.json(Map.of(
                                "tenant",
                                tenant,
                                "name",
                                "corporate",
                                "issuer",
                                provider.issuer(),
                                "clientId",
                                OpenIdProvider.CLIENT,
                                "redirectUris",
                                List.of(REDIRECT, issuer() + callback("corporate")),
                                "postLogoutRedirectUris",
                                List.of(BYE),
                                "groupsClaim",
                                "groups",
                                "roles",
                                Map.of("Auditors", "auditor"),
                                "register",
                                true)))
                .isStatus(201);
        owner.post(
                        "/admin/v1/roles",
                        Caller.json(Map.of("tenant", tenant, "name", "auditor", "grants", List.of("listAudit"))))
                .isStatus(201);
        String path = URI.create(made.header("Location")).getPath();
        owner.send("PUT", path + "/secret", Caller.json(Map.of("secret", OpenIdProvider.SECRET)))
                .isStatus(204);
        return path;
    }

    private String issuer() {
        return nobody.get("/.well-known/openid-configuration")
                .isStatus(200)
                .json()
                .path("issuer")
                .asText();
    }

    private Answer tell(String id, String token) {
        return nobody.post("/oauth2/backchannel-logout/" + id, "logout_token=" + token, "Content-Type", FORM);
    }

    private Answer begin() {
        return nobody.post(
                PROVIDERS + "/corporate/login", Caller.json(Map.of("redirect_uri", REDIRECT)), "X-Tenant", tenant);
    }

    private Answer logIn(JWTClaimsSet user) {
        return nobody.post(PROVIDERS + "/callback", brought(begin().isStatus(200), user), "X-Tenant", tenant);
    }

    private String brought(Answer begun, JWTClaimsSet user) {
        URI authorization = URI.create(begun.json().path("authorization_url").asText());
        Map<String, String> sent = new HashMap<>(provider.logsIn(authorization, user));
        sent.put("login", begun.json().path("login").asText());
        return Caller.json(sent);
    }

    private JWTClaimsSet user(String subject) {
        return new JWTClaimsSet.Builder(OpenIdProvider.user(subject, "ann@example.org"))
                .claim("groups", List.of("Auditors"))
                .build();
    }
}
