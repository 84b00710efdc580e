package io.universalmiddleware.launcher.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    /** That of RFC 6238, appendix B: "12345678901234567890". */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1111111111, 050471", "1234567890, 005924", "20000000000, 353130"})
    void codesAreThoseOfTheStandard(long seconds, String code) throws InterruptedException {
        assertThat(at(seconds).next()).isEqualTo(code);
    }

    @Test
    void theSecondCodeIsOfTheStepThatFollows() throws InterruptedException {
        Authenticator authenticator = at(59);
        authenticator.next();

        assertThat(authenticator.next()).isEqualTo(at(60).next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "ABC1DEFG", "ABC DEFG"})
    void whatIsNoSecretIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Authenticator(text, Clock.systemUTC()));
    }

    private static Authenticator at(long seconds) {
        return new Authenticator(SECRET, Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
    }
}
