package io.universalmiddleware.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.hub.fixture.TestClock;
import io.universalmiddleware.hub.fixture.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @Test
    void aHubWithoutConfigurationIsBoundToLoopback() {
        HubSettings settings = HubSettings.from(from(Map.of()));

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8085);
        assertThat(settings.serverOnly()).containsExactly("command");
        assertThat(settings.allowedOrigins()).isEmpty();
        from(Map.of()).check(new HubSettingsSection().settings());
    }

    @Test
    void listsAreSeparatedByCommas() {
        HubSettings settings =
                HubSettings.from(from(Map.of("um.hub.allowed-origins", " https://A.example , https://b.example,")));

        assertThat(settings.allowedOrigins()).containsExactlyInAnyOrder("https://a.example", "https://b.example");
    }

    @Test
    void keysComeFromAFileOrInline(@TempDir Path folder) throws Exception {
        String key = new Tokens(new TestClock()).publicKeys().get(0).toJSONString();
        Path file = Files.writeString(folder.resolve("key.json"), key);

        assertThat(VerificationKeys.from(from(Map.of("mp.jwt.verify.publickey", key))))
                .hasSize(1);
        assertThat(VerificationKeys.from(from(Map.of("mp.jwt.verify.publickey.location", file.toString()))))
                .hasSize(1);
        assertThat(VerificationKeys.from(from(
                        Map.of("mp.jwt.verify.publickey.location", file.toUri().toString()))))
                .hasSize(1);
    }

    @Test
    void aKeyThatCannotBeHadIsNamed() {
        for (Map<String, String> values : List.of(
                Map.<String, String>of(),
                Map.of("mp.jwt.verify.publickey.location", "/nowhere.pem"),
                Map.of("mp.jwt.verify.publickey", "nonsense"))) {
            assertThatThrownBy(() -> VerificationKeys.from(from(values)))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("mp.jwt.verify.publickey");
        }
    }

    private static Settings from(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
