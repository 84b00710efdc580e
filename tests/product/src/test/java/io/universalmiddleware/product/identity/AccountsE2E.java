package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.hub.HubListener;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user from registration to the end of a session, as the clients of a booted platform see it. */
@BootedProduct
class AccountsE2E {
    private static final String AUTH = "/api/v1/auth/";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Product product;
    private final Caller nobody;
    private final String email = "u" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";

    AccountsE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void aUserRegistersVerifiesActsAndIsOutOnceATokenWasStolen() {
        post("register", Map.of("email", email, "password", PASSWORD)).isStatus(202);
        String proof = Awaitility.await("mail")
                .atMost(PATIENCE)
                .until(this::proof, Optional::isPresent)
                .orElseThrow();
        post("verify", Map.of("token", proof)).isStatus(204);
        post("verify", Map.of("token", proof)).isProblem(400, "invalid-request");

        post("login", Map.of("email", email, "password", PASSWORD + "!")).isProblem(401, "unauthenticated");
        Answer login =
                post("login", Map.of("email", email, "password", PASSWORD)).isStatus(200);
        JsonNode tokens = login.json();
        assertThat(login.header("Cache-Control")).isEqualTo("no-store");
        assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isBetween(10, 3_600);
        Caller user = caller(tokens);
        user.get("/api/v1/commands").isStatus(200);
        user.get("/api/v1/status").isProblem(403, "forbidden");
        JsonNode sessions = user.get(AUTH + "sessions").isStatus(200).json().path("items");
        assertThat(sessions).hasSize(1);
        assertThat(sessions.path(0).path("current").asBoolean()).isTrue();
        user.send("DELETE", AUTH + "sessions/" + UUID.randomUUID(), null).isProblem(404, "not-found");

        Answer next = post(
                        "refresh",
                        Map.of("refresh_token", tokens.path("refresh_token").asText()))
                .isStatus(200);
        Caller later = caller(next.json());
        later.get("/api/v1/commands").isStatus(200);
        try (HubListener live =
                HubListener.on(product.edge(), next.json().path("access_token").asText(), "news")) {
            post("refresh", Map.of("refresh_token", tokens.path("refresh_token").asText()))
                    .isProblem(401, "unauthenticated");

            post(
                            "refresh",
                            Map.of(
                                    "refresh_token",
                                    next.json().path("refresh_token").asText()))
                    .isProblem(401, "unauthenticated");
            Awaitility.await("every listener of the node refuses the session")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        user.get("/api/v1/commands").isProblem(401, "unauthenticated");
                        later.get("/api/v1/commands").isProblem(401, "unauthenticated");
                        later.get(AUTH + "sessions").isProblem(401, "unauthenticated");
                    });
            Awaitility.await("the open connection ends").atMost(PATIENCE).until(() -> live.count("disconnected") > 0);
        }
        assertThat(product.log())
                .noneMatch(line -> line.contains(PASSWORD)
                        || line.contains(proof)
                        || line.contains(tokens.path("refresh_token").asText())
                        || line.contains(tokens.path("access_token").asText()));
    }

    @Test
    void theKeysAreThereForEverybodyAndArePublic() {
        JsonNode keys =
                nobody.get("/.well-known/jwks.json").isStatus(200).json().path("keys");

        assertThat(keys).isNotEmpty();
        for (JsonNode key : keys) {
            assertThat(key.path("kid").asText()).isNotBlank();
            assertThat(key.path("crv").asText()).isEqualTo("P-256");
            assertThat(key.has("d")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "register | {'email':'a@example.org','password':'correct horse battery staple','role':'admin'} | /role",
                "register | {'email':'a@example.org','password':'correct horse battery staple','tenantId':'x','id':'1'} | /tenantId /id",
                "register | {'email':'a@example.org','password':'short'} | /password",
                "register | {'email':'a@example.org','password':'passwordpassword'} | /password",
                "register | {'email':'nobody','password':'correct horse battery staple'} | /email",
                "register | {} | /email /password",
                "login | {'email':'a@example.org','password':7} | /password",
                "login | {'email':'a@example.org','password':'x','scope':'all'} | /scope",
                "refresh | {'token':'x'} | /refresh_token /token",
                "password/reset | {'token':'x'} | /new_password",
            })
    void whatIsMissingUnknownOrNotValidIsNamed(String path, String body, String pointers) {
        assertThat(nobody.post(AUTH + path, Caller.normalized(body))
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactlyInAnyOrder(pointers.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'email':'no address','password':'a-secret-of-theirs'}",
                "{'email':'a@example.org','password':'a-secret-of-theirs','passphrase':'a-secret-of-theirs'}",
                "{'email':'a@example.org','password':{'is':'a-secret-of-theirs'}}",
                "{'email':'a@example.org','password':['a-secret-of-theirs']}",
                "{'email':'a@example.org','password':'a-secret-of-theirs'",
                "'a-secret-of-theirs'",
            })
    void noErrorRepeatsAPassword(String body) {
        for (String path : List.of("login", "register")) {
            Answer refused = nobody.post(AUTH + path, body.replace('\'', '"')).isStatus(400);

            assertThat(refused.body()).doesNotContain("secret-of-theirs");
        }
    }

    @Test
    void aTenantThatIsNotThereHasNoUsers() {
        nobody.post(
                        AUTH + "register",
                        Caller.json(Map.of("email", email, "password", PASSWORD)),
                        "X-Tenant",
                        product.freshTenant())
                .isProblem(404, "not-found");
        nobody.post(
                        AUTH + "login",
                        Caller.json(Map.of("email", email, "password", PASSWORD)),
                        "X-Tenant",
                        product.freshTenant())
                .isProblem(401, "unauthenticated");
    }

    /** The last proof that was mailed to the user. */
    private Optional<String> proof() {
        Pattern form = Pattern.compile("umv_[A-Za-z0-9_-]{43}");
        return product.stack().mail().messages().stream()
                .map(AccountsE2E::read)
                .filter(message -> message.contains("To: " + email))
                .map(form::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .reduce((earlier, later) -> later);
    }

    private static String read(Path message) {
        try {
            return Files.readString(message, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer post(String path, Map<String, String> body) {
        return nobody.post(AUTH + path, Caller.json(body));
    }

    private Caller caller(JsonNode tokens) {
        return new Caller(product.edge(), tokens.path("access_token").asText());
    }
}
