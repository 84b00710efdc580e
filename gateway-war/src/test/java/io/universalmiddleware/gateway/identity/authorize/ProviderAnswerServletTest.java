package io.universalmiddleware.gateway.identity.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.provider.ClientLookup;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.token.TokenSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of a login under way, and of the cookie that holds it, when a browser comes back. */
class ProviderAnswerServletTest {
    private static final String ISSUER = "https://id.example.org";
    private static final TokenSettings TOKENS = AuthorizeParts.tokens(Optional.of(ISSUER));
    private static final String PLACE = "/oauth2/login/callback/acme/corporate";
    private static final String TAKEN = "__Host-um-login=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000000");
    private static final String ASKED = "client_id=" + ID + "&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb"
            + "&response_type=code&scope=openid&code_challenge_method=S256&code_challenge=" + "c".repeat(43);
    private static final LoginOutcome FINISHED = new LoginOutcome.Asked(Page.refusal(400, "finished"));

    private final LoginTicket ticket = LoginTicket.generate();
    private final String query = "code=1&state=" + ticket.state();
    private int finished;

    @Test
    void anAnswerEndsTheLoginWhateverComesOfIt() throws IOException {
        WrittenPage page = answer(PLACE, query, () -> FINISHED);

        assertThat(finished).isEqualTo(1);
        assertThat(page.field("Set-Cookie")).isEqualTo(TAKEN);
    }

    @Test
    void whoMayNotTryNowHoldsTheLoginStill() throws IOException {
        WrittenPage page = answer(PLACE, query, () -> {
            throw Refusals.noKey();
        });

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.field("Retry-After")).isEqualTo("1");
        assertThat(page.field("Set-Cookie")).isNull();
    }

    @Test
    void whoHasTriedTooOftenIsToldForHowLongToWait() throws IOException {
        WrittenPage page = answer(
                PLACE,
                query,
                () -> new LoggedIn() {}.after(
                                ((Valid) reading().read(ASKED)).request(),
                                new Outcome.TooMany(Duration.ofMillis(6_001)),
                                AuthorizeParts.browser(Optional.empty()))
                        .orElseThrow());

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.field("Retry-After")).isEqualTo("7");
    }

    @Test
    void noOtherSiteAndNoOtherProviderEndsIt() throws IOException {
        List<WrittenPage> pages = List.of(
                answer(PLACE, "error=access_denied&state=guessed", () -> FINISHED),
                answer(PLACE, "error=access_denied", () -> FINISHED),
                answer(PLACE, "state=" + ticket.state() + "&state=guessed", () -> FINISHED),
                answer("/oauth2/login/callback/acme/other", query, () -> FINISHED),
                answer("/oauth2/login/callback/other/corporate", query, () -> FINISHED),
                answer("/oauth2/login/callback", query, () -> FINISHED),
                answer(PLACE + "/", query, () -> FINISHED));

        assertThat(finished).isZero();
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.field("Set-Cookie")).isNull();
        });
    }

    private WrittenPage answer(String path, String query, Supplier<LoginOutcome> outcome) throws IOException {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                ProviderAnswerServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (of, method, sent) -> switch (method.getName()) {
                    case "getRequestURI" -> path;
                    case "getQueryString" -> query;
                    case "getHeader" -> "Cookie".equals(sent[0]) ? "__Host-um-login=" + ticket.text() : null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        WrittenPage page = new WrittenPage();
        new ProviderAnswerServlet(reading(), new RecognizingLogins(pending(), TOKENS), logins(outcome))
                .doGet(request, page.response());
        return page;
    }

    private LoggingInByProvider logins(Supplier<LoginOutcome> outcome) {
        return new LoggingInByProvider() {
            @Override
            LoginOutcome finish(AuthorizationRequest request, LoginTicket held, Form answer, Browser browser) {
                finished++;
                return outcome.get();
            }
        };
    }

    private PendingLogins pending() {
        return new PendingLogins() {
            @Override
            public Optional<AtPage> atPage(LoginTicket held) {
                return held.text().equals(ticket.text())
                        ? Optional.of(new AtPage(ASKED, ISSUER + PLACE))
                        : Optional.empty();
            }
        };
    }

    private static ReadingRequests reading() {
        Application shop = new Application(
                new RegisteredClient(
                        ID,
                        new TenantId("acme"),
                        "shop",
                        Set.of(),
                        Set.of("openid"),
                        false,
                        null,
                        Instant.EPOCH,
                        Instant.EPOCH),
                false,
                List.of("https://app.example.org/cb"),
                List.of());
        return new ReadingRequests(
                new ClientLookup() {
                    @Override
                    public Optional<Application> application(UUID id) {
                        return Optional.of(shop);
                    }
                },
                AuthorizeParts.noHints(),
                TOKENS);
    }
}
