package io.universalmiddleware.gateway.identity.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Unusable;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.provider.ClientLookup;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingRequestsTest {
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000000");
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String TO = "client_id=" + ID + "&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db";
    private static final String PKCE = "&code_challenge_method=S256&code_challenge=" + CHALLENGE;
    private static final String GOOD = TO + PKCE + "&response_type=code&scope=openid";

    private final ReadingRequests reading = new ReadingRequests(
            new ClientLookup() {
                @Override
                public Optional<Application> application(UUID id) {
                    return id.equals(ID) ? Optional.of(shop()) : Optional.empty();
                }
            },
            AuthorizeParts.noHints(),
            AuthorizeParts.tokens(Optional.of("https://id.example.org")));

    @Test
    void aRequestSaysWhatIsAskedForAndWhere() {
        AuthorizationRequest request = valid(GOOD + "+other&state=s%3D1&nonce=n&login_hint=ann");

        assertThat(request.asked().scopes()).containsExactly("openid");
        assertThat(request.asked().nonce()).isEqualTo("n");
        assertThat(request.back().withCode("umg_1"))
                .isEqualTo("https://app.example.org/cb?a=b&code=umg_1&state=s%3D1&iss=https%3A%2F%2Fid.example.org");
        assertThat(request.back().source()).isEqualTo("https://app.example.org");
        assertThat(request.hint()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "client_id=0198c0de-0000-7000-8000-000000000001&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db",
                "client_id=x&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db",
                "client_id=0198C0DE-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db",
                "client_id=0198c0de-0000-7000-8000-000000000000",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db%26x",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db%23f",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org.evil.example%2Fcb%3Fa%3Db",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2Fother",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=http%3A%2F%2F127.0.0.1.evil.example%2Fcb",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%40evil.example%2Fcb",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=javascript%3Aalert(1)",
                "client_id=0198c0de-0000-7000-8000-000000000000&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db%0d%0aX: y",
            })
    void whoIsNotKnownToBeAnywhereIsSentNowhere(String to) {
        assertThat(reading.read(to + PKCE + "&response_type=code&scope=openid")).isInstanceOf(Unusable.class);
    }

    @Test
    void whatIsThereTwiceOrTooLongIsSentNowhere() {
        assertThat(reading.read(GOOD + "&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db"))
                .isInstanceOf(Unusable.class);
        assertThat(reading.read(GOOD + "&state=1&state=2")).isInstanceOf(Unusable.class);
        assertThat(reading.read(GOOD + "&state=" + "x".repeat(2_049))).isInstanceOf(Unusable.class);
        assertThat(reading.read(GOOD + "&x=" + "x".repeat(4_096))).isInstanceOf(Unusable.class);
        assertThat(reading.read(null)).isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "&response_type=code&scope=openid, invalid_request",
                "&code_challenge_method=plain&code_challenge=" + CHALLENGE
                        + "&response_type=code&scope=openid, invalid_request",
                "&code_challenge_method=S256&code_challenge=short&response_type=code&scope=openid, invalid_request",
                PKCE + "&scope=openid, invalid_request",
                PKCE + "&response_type=token&scope=openid, unsupported_response_type",
                PKCE + "&response_type=code+id_token&scope=openid, unsupported_response_type",
                PKCE + "&response_type=code&response_mode=fragment&scope=openid, invalid_request",
                PKCE + "&response_type=code&scope=root, invalid_scope",
                PKCE + "&response_type=code, invalid_scope",
                PKCE + "&response_type=code&scope=openid&prompt=none+login, invalid_request",
                PKCE + "&response_type=code&scope=openid&max_age=-1, invalid_request",
                PKCE + "&response_type=code&scope=openid&max_age=99999999999999999999, invalid_request",
                PKCE + "&response_type=code&scope=openid&id_token_hint=eyJ, invalid_request",
                PKCE + "&response_type=code&scope=openid&request=eyJ, request_not_supported",
                PKCE + "&response_type=code&scope=openid&request_uri=https://evil.example, request_uri_not_supported",
            })
    void whateverElseIsWrongTheApplicationIsTold(String rest, String error) {
        assertThat(reading.read(TO + rest + "&state=s")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.error().code()).isEqualTo(error);
            assertThat(refused.back().withError(refused.error()))
                    .startsWith("https://app.example.org/cb?a=b&error=" + error + "&error_description=")
                    .endsWith("&state=s&iss=https%3A%2F%2Fid.example.org");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:4000/cb", "http://127.0.0.1/cb", "http://[::1]:65000/cb", "com.example.app:/cb"
            })
    void aProgramOnADeviceListensWhereItCan(String uri) {
        assertThat(reading.read(GOOD.replace("https%3A%2F%2Fapp.example.org%2Fcb%3Fa%3Db", uri)))
                .isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "&max_age=60, true",
        "&max_age=59, false",
        "&max_age=0, false",
        "&prompt=login, false",
        "&prompt=select_account, false",
        "&prompt=none, true",
        "&acr_values=https://universalmiddleware.io/acr/one-factor, true",
        "&acr_values=https://universalmiddleware.io/acr/two-factors, false",
    })
    void aSessionOfAMinuteAgoByPasswordMeetsIt(String more, boolean met) {
        UserSession session =
                new UserSession(ID, ID, "", "", List.of("pwd"), NOW.minusSeconds(60), NOW, NOW, NOW, NOW, null);

        assertThat(valid(GOOD + more).isMetBy(session, NOW)).isEqualTo(met);
    }

    @Test
    void whatAPageShowsOfARequestIsText() {
        AuthorizationRequest request = valid(GOOD + "&login_hint=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&x='\"<b>");

        String html = LoginPage.password(200, request, Optional.of("<wrong>"), List.of("corporate"))
                .body();

        assertThat(html).doesNotContain("<script", "<b>", "<wrong>").contains("&quot;&gt;&lt;script&gt;");
        assertThat(LoginPage.password(200, request, Optional.empty(), List.of()).formsLeadTo())
                .isEqualTo("https://app.example.org");
    }

    @Test
    void anAddressThatAnyProgramOfADeviceCanTakeIsNotItsOwn() {
        String rest = PKCE + "&response_type=code&scope=openid";

        assertThat(valid(GOOD).isAnsweredToItAlone()).isTrue();
        assertThat(valid("client_id=" + ID + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4000%2Fcb" + rest)
                        .isAnsweredToItAlone())
                .isFalse();
        assertThat(valid("client_id=" + ID + "&redirect_uri=com.example.app%3A%2Fcb" + rest)
                        .isAnsweredToItAlone())
                .isFalse();
    }

    @Test
    void aPlatformWithoutAUrlIsNoProvider() {
        assertThat(new ReadingRequests(
                                new ClientLookup() {},
                                AuthorizeParts.noHints(),
                                AuthorizeParts.tokens(Optional.empty()))
                        .read(GOOD))
                .isInstanceOf(Unusable.class);
    }

    private AuthorizationRequest valid(String text) {
        return ((Valid) reading.read(text)).request();
    }

    private static Application shop() {
        return new Application(
                new RegisteredClient(
                        ID, new TenantId("acme"), "shop", Set.of(), Set.of("openid"), false, null, NOW, NOW),
                false,
                List.of(
                        "https://app.example.org/cb?a=b",
                        "http://127.0.0.1/cb",
                        "http://[::1]:1/cb",
                        "com.example.app:/cb"),
                List.of());
    }
}
