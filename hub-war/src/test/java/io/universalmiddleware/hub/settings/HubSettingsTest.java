package io.universalmiddleware.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    private static Settings from(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
