package io.universalmiddleware.product.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users of a tenant whose two providers are realms of a real Keycloak. */
@BootedProduct("keycloak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginByKeycloak {
    private static final String CORPORATE = "corporate";
    private static final String PARTNERS = "partners";
    private static final String REDIRECT = "https://app.example.org/back/";
    private static final String BYE = "https://app.example.org/bye";
    private static final String SESSIONS = "/api/v1/auth/sessions";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Product product;
    private final String tenant;
    private final Caller nobody;
    private final Keycloak keycloak;
    private final KeycloakAdministrator administrator;

    LoginByKeycloak(Product product) throws IOException {
        this.product = product;
        this.tenant = product.freshTenant();
        this.nobody = new Caller(product.edge(), null);
        this.keycloak = Keycloak.start(
                Path.of(System.getProperty("keycloak.zip")),
                product.home().resolve("keycloak"),
                Map.of(
                        CORPORATE, Realm.document(CORPORATE, "ann", back(CORPORATE), BYE),
                        PARTNERS, Realm.document(PARTNERS, "bob", back(PARTNERS), BYE)));
        this.administrator = new KeycloakAdministrator(keycloak);
    }

    @BeforeAll
    void configure() {
        product.caller("olga", "operator", "admin")
                .post("/admin/v1/tenants", Caller.json(Map.of("slug", tenant, "name", tenant)))
                .isStatus(201);
        Caller owner = product.caller("owner", tenant, "admin");
        owner.post(
                        "/admin/v1/roles",
                        Caller.json(Map.of("tenant", tenant, "name", "auditor", "grants", List.of("listAudit"))))
                .isStatus(201);
        for (String realm : List.of(CORPORATE, PARTNERS)) {
            String path = URI.create(owner.post("/admin/v1/providers", provider(realm))
                            .isStatus(201)
                            .header("Location"))
                    .getPath();
            owner.send("PUT", path + "/secret", Caller.json(Map.of("secret", Realm.SECRET)))
                    .isStatus(204);
            administrator.tellsOfLogouts(
                    realm, product.edge().resolve("/oauth2/backchannel-logout/" + path.replaceFirst(".*/", "")));
        }
    }

    @AfterAll
    void stop() {
        keycloak.close();
    }

    @Test
    void aUserLogsInByKeycloaksFormAndTheirGroupsGiveRoles() {
        Caller ann = caller(logIn(new Browser(), CORPORATE, "ann"));

        assertThat(ann.get(SESSIONS)
                        .isStatus(200)
                        .json()
                        .at("/items/0/methods/0")
                        .asText())
                .isEqualTo("fed");
        ann.get("/admin/v1/audit").isStatus(200);
        JsonNode identities =
                ann.get("/api/v1/auth/identities").isStatus(200).json().path("items");
        assertThat(identities.at("/0/issuer").asText())
                .isEqualTo(keycloak.realm(CORPORATE).toString());
    }

    @Test
    void anotherRealmIsASecondProviderAndMayBeLinkedToTheSameAccount() {
        Caller ann = caller(logIn(new Browser(), CORPORATE, "ann"));
        Answer begun = ann.post(
                        "/api/v1/auth/identities",
                        Caller.json(Map.of("provider", PARTNERS, "redirect_uri", back(PARTNERS))))
                .isStatus(200);
        URI back = new Browser().logsIn(authorization(begun), "bob", Realm.PASSWORD);
        ann.post("/api/v1/auth/identities/confirm", brought(begun, back)).isStatus(200);

        Caller byPartners = caller(logIn(new Browser(), PARTNERS, "bob"));

        assertThat(byPartners
                        .get("/api/v1/auth/identities")
                        .isStatus(200)
                        .json()
                        .path("items"))
                .as("of the one account")
                .hasSize(2);
    }

    @Test
    void loggingOutHereEndsTheSessionAtKeycloakWithoutAskingTheUser() {
        Browser browser = new Browser();
        Answer tokens = logIn(browser, CORPORATE, "ann");
        assertThat(browser.get(authorization(begin(CORPORATE))).statusCode())
                .as("Keycloak knows the browser")
                .isEqualTo(302);

        Answer left = nobody.post(
                        "/api/v1/auth/logout",
                        Caller.json(Map.of(
                                "refresh_token",
                                tokens.json().path("refresh_token").asText(),
                                "post_logout_redirect_uri",
                                BYE,
                                "state",
                                "over")))
                .isStatus(200);
        HttpResponse<String> ended =
                browser.get(URI.create(left.json().path("end_session_url").asText()));

        assertThat(Browser.sentTo(ended)).hasToString(BYE + "?state=over");
        assertThat(browser.get(authorization(begin(CORPORATE))).statusCode())
                .as("it asks who that is")
                .isEqualTo(200);
        awaitEnd(caller(tokens));
    }

    @Test
    void aSessionThatAnAdministratorEndsInKeycloakEndsHereAndNoOther() {
        Browser desk = new Browser();
        Answer begun = begin(CORPORATE);
        URI back = desk.logsIn(authorization(begun), "ann", Realm.PASSWORD);
        Caller atDesk = caller(finish(begun, back).isStatus(200));
        Caller atSofa = caller(logIn(new Browser(), CORPORATE, "ann"));
        atDesk.get(SESSIONS).isStatus(200);

        administrator.endsSession(CORPORATE, Browser.query(back).getOrDefault("session_state", ""));

        awaitEnd(atDesk);
        atSofa.get(SESSIONS).isStatus(200);
    }

    @Test
    void aKeyThatKeycloakSignsWithFromNowOnIsFetchedOnce() throws IOException {
        logIn(new Browser(), CORPORATE, "ann");
        long before = keycloak.fetchesOfKeys(CORPORATE);
        assertThat(before).isPositive();
        administrator.addsKey(CORPORATE);

        Awaitility.await("the cool-down is over")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> attempt(new Browser(), CORPORATE, "ann").status() == 200);

        assertThat(keycloak.fetchesOfKeys(CORPORATE)).isEqualTo(before + 1);
    }

    /** Where a realm sends browsers back to, and no other. */
    private static String back(String realm) {
        return REDIRECT + realm;
    }

    private String provider(String realm) {
        return Caller.json(Map.of(
                "tenant",
                tenant,
                "name",
                realm,
                "issuer",
                keycloak.realm(realm).toString(),
                "clientId",
                Realm.CLIENT,
                "redirectUris",
                List.of(back(realm)),
                "postLogoutRedirectUris",
                List.of(BYE),
                "groupsClaim",
                "groups",
                "roles",
                Map.of(Realm.GROUP, "auditor"),
                "register",
                true));
    }

    private Answer begin(String realm) {
        return nobody.post(
                        "/api/v1/auth/providers/" + realm + "/login",
                        Caller.json(Map.of("redirect_uri", back(realm))),
                        "X-Tenant",
                        tenant)
                .isStatus(200);
    }

    private Answer finish(Answer begun, URI back) {
        return nobody.post("/api/v1/auth/providers/callback", brought(begun, back), "X-Tenant", tenant);
    }

    private Answer attempt(Browser browser, String realm, String user) {
        Answer begun = begin(realm);
        return finish(begun, browser.logsIn(authorization(begun), user, Realm.PASSWORD));
    }

    private Answer logIn(Browser browser, String realm, String user) {
        return attempt(browser, realm, user).isStatus(200);
    }

    private Caller caller(Answer tokens) {
        return new Caller(product.edge(), tokens.json().path("access_token").asText());
    }

    private static void awaitEnd(Caller session) {
        Awaitility.await("its end")
                .atMost(PATIENCE)
                .until(() -> session.get(SESSIONS).status() == 401);
    }

    private static URI authorization(Answer begun) {
        return URI.create(begun.json().path("authorization_url").asText());
    }

    /** What the application hands on of where the browser was sent back to. */
    private static String brought(Answer begun, URI back) {
        assertThat(back.toString()).startsWith(REDIRECT);
        Map<String, String> sent = new HashMap<>(Browser.query(back));
        sent.keySet().retainAll(List.of("code", "state", "iss"));
        sent.put("login", begun.json().path("login").asText());
        return Caller.json(sent);
    }
}
