package io.universalmiddleware.gateway.identity.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.http.PlatformCookie;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser is handed, what counts of what it sends, and from where. */
class SessionCookieTest {

    @Test
    void isOfThisHostAloneAndForNoScript() {
        OpaqueToken secret = OpaqueToken.generate("umb_");

        assertThat(SessionCookie.handing(secret))
                .isEqualTo("__Host-um-session=" + secret.text() + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(SessionCookie.taking())
                .isEqualTo("__Host-um-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void thatOfALoginIsSoTooAndForItsTime() {
        OpaqueToken secret = OpaqueToken.generate("uml_");
        HostCookie cookie = new HostCookie(PlatformCookie.LOGIN);

        assertThat(cookie.handing(secret, Duration.ofMinutes(10)))
                .isEqualTo(
                        "__Host-um-login=" + secret.text() + "; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(cookie.taking()).isEqualTo("__Host-um-login=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "__Host-um-session=umb_1 | umb_1",
                "a=b; __Host-um-session=umb_1;c=d | umb_1",
                "__Host-um-session=umb_1; __Host-um-session=umb_2 |",
                "um-session=umb_1 |",
                "__host-um-session=umb_1 |",
                "__Host-um-session= |",
                "__Host-um-session |",
                "'' |",
            })
    void isReadIfItIsThereOnce(String cookies, @Nullable String secret) {
        assertThat(SessionCookie.in(cookies).orElse(null)).isEqualTo(secret);
    }

    @Test
    void whatIsTooLongOrNotThereIsNone() {
        assertThat(SessionCookie.in(null)).isEmpty();
        assertThat(SessionCookie.in("__Host-um-session=" + "x".repeat(201))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, -, true",
                "same-origin, https://evil.example, true",
                "same-site, https://id.example.org, false",
                "cross-site, https://id.example.org, false",
                "none, https://id.example.org, false",
                "-, https://id.example.org, true",
                "-, http://id.example.org, false",
                "-, https://id.example.org:8443, false",
                "-, https://evil.example, false",
                "-, null, false",
                "-, -, false",
            })
    void onlyPagesOfTheOwnOriginCount(@Nullable String site, @Nullable String origin, boolean own) {
        SameOrigin from = new SameOrigin(site, origin, "https", "id.example.org");

        assertThat(from.holds()).isEqualTo(own);
        if (!own) {
            assertThat(catchThrowableOfType(ProblemException.class, from::require)
                            .problem()
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void pastTheEdgeNobodyKnowsTheHost() {
        assertThat(new SameOrigin(null, "https://id.example.org", null, null).holds())
                .isFalse();
    }
}
