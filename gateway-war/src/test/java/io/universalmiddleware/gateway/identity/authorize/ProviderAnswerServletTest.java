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
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private final List<String> cookies = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final List<String> waits = new ArrayList<>();
    private int finished;

    @Test
    void anAnswerEndsTheLoginWhateverComesOfIt() throws IOException {
        answer(PLACE, query, () -> FINISHED);

        assertThat(finished).isEqualTo(1);
        assertThat(cookies).containsExactly(TAKEN);
    }

    @Test
    void whoMayNotTryNowHoldsTheLoginStill() throws IOException {
        answer(PLACE, query, () -> {
            throw Refusals.noKey();
        });

        assertThat(statuses).containsExactly(503);
        assertThat(waits).containsExactly("1");
        assertThat(cookies).isEmpty();
    }

    @Test
    void whoHasTriedTooOftenIsToldForHowLongToWait() throws IOException {
        answer(
                PLACE,
                query,
                () -> new LoggedIn() {}.after(
                                ((Valid) reading().read(ASKED)).request(),
                                new Outcome.TooMany(Duration.ofMillis(6_001)),
                                AuthorizeParts.browser(Optional.empty()))
                        .orElseThrow());

        assertThat(statuses).containsExactly(429);
        assertThat(waits).containsExactly("7");
    }

    @Test
    void noOtherSiteAndNoOtherProviderEndsIt() throws IOException {
        answer(PLACE, "error=access_denied&state=guessed", () -> FINISHED);
        answer(PLACE, "error=access_denied", () -> FINISHED);
        answer(PLACE, "state=" + ticket.state() + "&state=guessed", () -> FINISHED);
        answer("/oauth2/login/callback/acme/other", query, () -> FINISHED);
        answer("/oauth2/login/callback/other/corporate", query, () -> FINISHED);
        answer("/oauth2/login/callback", query, () -> FINISHED);
        answer(PLACE + "/", query, () -> FINISHED);

        assertThat(finished).isZero();
        assertThat(statuses).hasSize(7).containsOnly(400);
        assertThat(cookies).isEmpty();
    }

    private void answer(String path, String query, Supplier<LoginOutcome> outcome) throws IOException {
        HttpServletRequest request = proxy(HttpServletRequest.class, (of, method, sent) -> switch (method.getName()) {
            case "getRequestURI" -> path;
            case "getQueryString" -> query;
            case "getHeader" -> "Cookie".equals(sent[0]) ? "__Host-um-login=" + ticket.text() : null;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        HttpServletResponse response = proxy(HttpServletResponse.class, (of, method, sent) -> {
            if (method.getName().equals("addHeader")) {
                cookies.add(String.valueOf(sent[1]));
            } else if (method.getName().equals("setStatus")) {
                statuses.add((Integer) sent[0]);
            } else if (method.getName().equals("setHeader") && sent[0].equals("Retry-After")) {
                waits.add(String.valueOf(sent[1]));
            }
            return method.getName().equals("getOutputStream") ? new Nowhere() : null;
        });
        new ProviderAnswerServlet(reading(), new RecognizingLogins(pending(), TOKENS), logins(outcome))
                .doGet(request, response);
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

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                ProviderAnswerServletTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int b) {}
    }
}
