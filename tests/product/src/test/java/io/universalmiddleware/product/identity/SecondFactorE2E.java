package io.universalmiddleware.product.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.launcher.login.Authenticator;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A user with an authenticator, as the clients of a booted platform see it. Both read the same clock; where a code may have become too old
 * on its way, the next one is sent.
 */
@BootedProduct
class SecondFactorE2E {
    private static final String AUTH = "/api/v1/auth/";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int AT_ONCE = 3;

    private final Product product;
    private final Caller nobody;
    private final String email = "u" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
    private final List<String> secrets = new ArrayList<>();

    SecondFactorE2E(Product product) {
        this.product = product;
        this.nobody = new Caller(product.edge(), null);
    }

    @Test
    void aUserSetsItUpLogsInWithItAndRemovesIt() {
        post("register", Map.of("email", email, "password", PASSWORD)).isStatus(202);
        Caller user = caller(logIn().isStatus(200));
        assertThat(user.get(AUTH + "mfa").isStatus(200).json().path("enabled").asBoolean())
                .isFalse();
        user.post(AUTH + "mfa", Caller.json(Map.of("password", "another password")))
                .isProblem(401, "unauthenticated");
        Authenticator authenticator = new Authenticator(offered(user), Clock.systemUTC());
        logIn().isStatus(200);
        JsonNode codes = confirmed(user, authenticator);
        assertThat(codes).hasSize(10);

        Answer asked = logIn().isProblem(401, "mfa-required");
        assertThat(asked.json().path("mfa_required").asBoolean()).isTrue();
        assertThat(asked.json().path("expires_in").asInt()).isEqualTo(300);
        post(
                        "mfa/login",
                        Map.of(
                                "challenge",
                                "umc_none",
                                "recovery_code",
                                codes.path(9).asText()))
                .isProblem(401, "unauthenticated");
        Answer tokens = oneOf(authenticator);
        assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
        assertThat(claims(tokens).path("acr").asText()).endsWith("/two-factors");
        assertThat(claims(tokens).path("amr")).map(JsonNode::asText).containsExactly("pwd", "otp", "mfa");
        Caller known = caller(tokens);
        known.get("/api/v1/commands").isStatus(200);
        assertThat(known.get(AUTH + "mfa")
                        .isStatus(200)
                        .json()
                        .path("recovery_codes_left")
                        .asInt())
                .isEqualTo(10);

        Map<String, String> change = Map.of("current_password", PASSWORD, "new_password", PASSWORD + " again");
        Answer refused = user.post(AUTH + "password", Caller.json(change));
        assertThat(refused.isProblem(401, "insufficient-user-authentication").header("WWW-Authenticate"))
                .contains("error=\"insufficient_user_authentication\"", "max_age=\"900\"", "/two-factors\"");
        Caller steppedUp = caller(user.post(
                AUTH + "mfa/step-up",
                Caller.json(Map.of("recovery_code", codes.path(1).asText()))));
        steppedUp.post(AUTH + "password", Caller.json(change)).isStatus(204);

        steppedUp
                .post(
                        AUTH + "mfa/disable",
                        Caller.json(Map.of("recovery_code", codes.path(0).asText())))
                .isStatus(204);
        post("login", Map.of("email", email, "password", PASSWORD + " again")).isStatus(200);
        assertThat(product.log()).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mfa/login | {} | /challenge /code",
                "mfa/login | {'challenge':'x','code':'12345'} | /code",
                "mfa/login | {'challenge':'x','code':'12345a'} | /code",
                "mfa/login | {'challenge':7,'code':'123456','password':'x'} | /challenge /password",
                "mfa/login | {'challenge':'x','code':'123456','recovery_code':'y'} | /code",
            })
    void whatIsMissingUnknownOrNotValidIsNamed(String path, String body, String pointers) {
        assertThat(nobody.post(AUTH + path, Caller.normalized(body))
                        .isProblem(400, "invalid-request")
                        .pointers())
                .containsExactlyInAnyOrder(pointers.split(" "));
    }

    /** Several logins answer with one code at once: one succeeds, at most; if the code was too old on its way, the next may. */
    private Answer oneOf(Authenticator authenticator) {
        List<String> challenges = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> logIn().isProblem(401, "mfa-required")
                        .json()
                        .path("challenge")
                        .asText())
                .toList();
        secrets.addAll(challenges);
        return Awaitility.await("a code that counts")
                .atMost(PATIENCE)
                .until(() -> answered(challenges, authenticator.next()), in -> !in.isEmpty())
                .get(0);
    }

    private List<Answer> answered(List<String> challenges, String code) {
        List<CompletableFuture<Answer>> all = challenges.stream()
                .map(challenge -> nobody.sending(
                        "POST", AUTH + "mfa/login", Caller.json(Map.of("challenge", challenge, "code", code))))
                .toList();
        List<Answer> in = all.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 200)
                .toList();
        assertThat(in).hasSizeLessThanOrEqualTo(1);
        return in;
    }

    private String offered(Caller user) {
        Answer offer = user.post(AUTH + "mfa", Caller.json(Map.of("password", PASSWORD)))
                .isStatus(200);
        assertThat(offer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(offer.json().path("qr_code").asText()).startsWith("<svg ").endsWith("</svg>");
        String secret = offer.json().path("secret").asText();
        assertThat(offer.json().path("uri").asText())
                .startsWith("otpauth://totp/")
                .contains("secret=" + secret);
        secrets.add(secret);
        return secret;
    }

    private JsonNode confirmed(Caller user, Authenticator authenticator) {
        JsonNode codes = Awaitility.await("a first code that counts")
                .atMost(PATIENCE)
                .until(
                        () -> user.post(AUTH + "mfa/confirm", Caller.json(Map.of("code", authenticator.next()))),
                        answer -> answer.status() == 200)
                .json()
                .path("recovery_codes");
        codes.forEach(code -> secrets.add(code.asText()));
        return codes;
    }

    private Answer logIn() {
        return post("login", Map.of("email", email, "password", PASSWORD));
    }

    private Answer post(String path, Map<String, String> body) {
        return nobody.post(AUTH + path, Caller.json(body));
    }

    private Caller caller(Answer tokens) {
        return new Caller(
                product.edge(), tokens.isStatus(200).json().path("access_token").asText());
    }

    private static JsonNode claims(Answer tokens) {
        String token = tokens.json().path("access_token").asText();
        try {
            return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
