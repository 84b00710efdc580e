package io.universalmiddleware.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose tokens count, and by which URL the platform is known. */
class TokenSettingsTest {
    private static final String ISSUER = "um.identity.issuer";

    @Test
    void theUrlIsTheIssuerOfWhatThePlatformSigns() {
        TokenSettings known = from(Map.of(ISSUER, "https://id.example.org:8443"));

        assertThat(known.own()).isEqualTo("https://id.example.org:8443");
        assertThat(known.url()).contains("https://id.example.org:8443");
        assertThat(known.issuer()).isEqualTo("um");
    }

    @Test
    void anotherIssuersUrlIsNotThePlatforms() {
        TokenSettings foreign = from(Map.of("mp.jwt.verify.issuer", "https://login.example.org/realms/one"));

        assertThat(foreign.own()).isEqualTo("https://login.example.org/realms/one");
        assertThat(foreign.url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "um",
                "ftp://id.example.org",
                "https://id.example.org/",
                "https://id.example.org/realm",
                "https://id.example.org?x",
                "https://user@id.example.org",
                "https://",
                "https:id",
            })
    void whatIsNoOriginIsRefused(String url) {
        assertThatThrownBy(() -> from(Map.of(ISSUER, url)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(ISSUER);
    }

    private static TokenSettings from(Map<String, String> values) {
        return TokenSettings.from(new Settings(key -> Optional.ofNullable(values.get(key))));
    }
}
