package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request below {@code /oauth2} is answered as its standard says, kept by nobody, and echoes nothing; tenants are kept apart. */
@BootedProduct
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthEndpointsE2E {
    private static final String SECRET = "ums_" + UUID.randomUUID();

    private final Product product;
    private final Caller nobody;
    private House ours;
    private House theirs;

    OAuthEndpointsE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @BeforeAll
    void furnish() {
        ours = House.furnished(product);
        theirs = House.furnished(product);
    }

    @AfterAll
    void whatIsSecretIsNotLogged() {
        assertThat(product.log())
                .noneMatch(line -> List.of(SECRET, ours.secret(), theirs.access(), theirs.refresh()).stream()
                        .anyMatch(line::contains));
    }

    @ParameterizedTest
    @CsvSource({
        "token, GET PUT DELETE",
        "introspect, GET PUT DELETE",
        "revoke, GET PUT DELETE",
        "backchannel-logout/x, GET PUT DELETE",
        "userinfo, PUT PATCH DELETE",
        "authorize, PUT PATCH DELETE",
        "login, GET PUT DELETE",
        "login/provider, GET PUT DELETE",
        "login/callback/x/y, POST PUT DELETE",
        "logout, PUT PATCH DELETE",
        "logout/answer, GET PUT DELETE"
    })
    void anotherMethodIsNotAllowed(String endpoint, String methods) {
        for (String method : methods.split(" ")) {
            String body = method.startsWith("P") ? "client_secret=" + SECRET : null;

            refused(nobody.send(method, "/oauth2/" + endpoint, body, "Content-Type", House.FORM), 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "introspect", "revoke", "backchannel-logout/x"})
    void whatIsNoFormOfParametersIsAnInvalidRequest(String endpoint) {
        for (Answer answer : malformed(endpoint)) {
            isError(answer, 400, "invalid_request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorize", "login", "login/provider", "logout", "logout/answer"})
    void whatIsNoFormOfParametersIsAPageThatSaysSo(String endpoint) {
        for (Answer answer : malformed(endpoint)) {
            isPage(answer);
        }
    }

    @Test
    void aParameterThatIsTwiceInAQuerySendsNobodyAnywhere() {
        isPage(nobody.get("/oauth2/authorize?" + ours.asked() + "&state=" + SECRET + "&state=2"));
        isPage(nobody.get("/oauth2/logout?id_token_hint=" + SECRET + "&id_token_hint=" + ours.idToken()));
        isPage(nobody.get("/oauth2/logout?state=" + SECRET + "x".repeat(4_096)));
    }

    @Test
    void aClientThatIsNotKnownGetsNothing() {
        String unknown = UUID.randomUUID().toString();
        for (String form : List.of("token:grant_type=client_credentials", "introspect:token=x", "revoke:token=x")) {
            Answer answer =
                    posted(form.replaceFirst(":.*", ""), form.replaceFirst(".*:", ""), House.basic(unknown, SECRET));

            isError(answer, 401, "invalid_client");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
        }
        isPage(nobody.get("/oauth2/authorize?" + House.asked(unknown) + "&state=" + SECRET));
        isPage(nobody.get("/oauth2/logout?client_id=" + unknown + "&state=" + SECRET));
        isPage(posted(
                "login", "request=" + House.encoded(House.asked(unknown)) + "&email=a@b.c&password=" + SECRET, null));
    }

    @Test
    void userinfoIsForApplicationsTokensAlone() {
        Answer none = refused(nobody.get("/oauth2/userinfo"), 401);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
        String session = ours.session();

        for (String token : List.of(SECRET, session, ours.idToken(), ours.refresh())) {
            Answer answer = refused(new Caller(product.edge(), token).get("/oauth2/userinfo"), 401);

            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void anotherTenantsTokensAreAsNoneAndStayWhatTheyAre() {
        for (String token : List.of(theirs.access(), theirs.refresh(), SECRET)) {
            Answer told = posted("introspect", "token=" + token, ours.basic()).isStatus(200);
            assertThat(told.body()).isEqualTo("{\"active\":false}");
            assertThat(told.header("Cache-Control")).isEqualTo("no-store");
            assertThat(posted("revoke", "token=" + token, ours.basic())
                            .isStatus(200)
                            .body())
                    .isEqualTo("{}");
        }
        isError(
                posted("token", "grant_type=refresh_token&refresh_token=" + theirs.refresh(), ours.basic()),
                400,
                "invalid_grant");
        isError(posted("token", House.exchange(theirs.code()), ours.basic()), 400, "invalid_grant");
        posted("token", House.exchange(theirs.code()), theirs.basic()).isStatus(200);

        assertThat(subject(theirs.access(), "X-Tenant", ours.tenant())).isEqualTo(subject(theirs.access()));
        assertThat(subject(theirs.access())).isNotEqualTo(subject(ours.access()));
        posted("token", "grant_type=refresh_token&refresh_token=" + theirs.refresh(), theirs.basic())
                .isStatus(200);
    }

    @Test
    void anotherTenantsIdTokenAndCookieLogNobodyOutAndLetNobodyIn() {
        isPage(nobody.get("/oauth2/logout?client_id=" + ours.application() + "&id_token_hint=" + theirs.idToken()));
        Answer question = nobody.get("/oauth2/logout?id_token_hint=" + theirs.idToken(), "Cookie", ours.cookie())
                .isStatus(200);
        assertThat(question.body()).contains("<button>Log out</button>");
        assertThat(question.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(nobody.get("/oauth2/authorize?" + ours.asked() + "&prompt=none", "Cookie", theirs.cookie())
                        .isStatus(303)
                        .header("Location"))
                .startsWith(House.CALLBACK + "?error=login_required");

        for (House house : List.of(ours, theirs)) {
            subject(house.access());
            assertThat(nobody.get("/oauth2/authorize?" + house.asked() + "&prompt=none", "Cookie", house.cookie())
                            .isStatus(303)
                            .header("Location"))
                    .startsWith(House.CALLBACK + "?code=");
        }
    }

    private List<Answer> malformed(String endpoint) {
        String form = "client_secret=" + SECRET;
        return List.of(
                posted(endpoint, form + "&x=" + "x".repeat(16_384), null),
                posted(endpoint, form + "&state=1&state=2", null),
                posted(endpoint, form + "&state=%ff", null),
                nobody.post(
                        "/oauth2/" + endpoint,
                        Caller.json(Map.of("client_secret", SECRET)),
                        "Sec-Fetch-Site",
                        "same-origin"));
    }

    private static Answer refused(Answer answer, int status) {
        assertThat(answer.isStatus(status).header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).doesNotContain(SECRET, "Exception", "Payara");
        return answer;
    }

    /** A refusal as RFC 6749, section 5.2, has it. */
    private static void isError(Answer answer, int status, String error) {
        assertThat(refused(answer, status).header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("error_description").asText()).isNotBlank();
    }

    /** A page for the user, who is sent nowhere. */
    private static void isPage(Answer answer) {
        assertThat(refused(answer, 400).header("Content-Type")).startsWith("text/html");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private String subject(String access, String... headers) {
        Answer told = new Caller(product.edge(), access)
                .get("/oauth2/userinfo", headers)
                .isStatus(200);
        assertThat(told.header("Cache-Control")).isEqualTo("no-store");
        return told.json().path("sub").asText();
    }

    private Answer posted(String endpoint, String form, @Nullable String authorization) {
        return House.posted(nobody, endpoint, form, authorization);
    }
}
