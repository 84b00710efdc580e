package io.universalmiddleware.contracts.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Setting<Integer> PORT = Setting.port("um.test.port", 8080, "A port.");
    private static final Setting<Duration> WAIT =
            Setting.duration("um.test.wait", "5s", Duration.ZERO, Duration.ofMinutes(1), "A wait.");
    private static final Setting<String> PASSWORD = Setting.secret("um.test.password", null, "A secret.");

    @Test
    void givesTheDefaultWhenNothingIsConfigured() {
        Settings settings = from(Map.of());

        assertThat(settings.get(PORT)).isEqualTo(8080);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.find(PASSWORD)).isEmpty();
    }

    @Test
    void readsDurationsWithAUnitAndInIsoForm() {
        assertThat(from(Map.of("um.test.wait", "250ms")).get(WAIT)).isEqualTo(Duration.ofMillis(250));
        assertThat(from(Map.of("um.test.wait", "PT0.5S")).get(WAIT)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void namesEveryInvalidKeyAtOnce() {
        Settings settings = from(Map.of("um.test.port", "99999", "um.test.wait", "soon", "um.roles", "gateway,cook"));

        assertThatThrownBy(() -> settings.check(List.of(PORT, WAIT, Roles.SETTING)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("um.test.port: expected a whole number from 0 to 65535, got '99999'")
                .hasMessageContaining("um.test.wait: expected a duration such as")
                .hasMessageContaining("um.roles: expected a comma-separated list");
    }

    @Test
    void neverShowsASecret() {
        Setting<String> picky = new Setting<>("um.test.key", "secret", null, true, true, "A key.", text -> {
            throw new IllegalArgumentException("expected 32 bytes");
        });

        assertThatThrownBy(() -> from(Map.of("um.test.key", "hunter2")).get(picky))
                .hasMessageContaining("(secret)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void takesAllRolesUnlessSomeAreNamed() {
        assertThat(from(Map.of()).get(Roles.SETTING).active()).containsExactlyInAnyOrder(Role.values());
        Roles two = from(Map.of("um.roles", "hub, cache")).get(Roles.SETTING);
        assertThat(two.has(Role.HUB)).isTrue();
        assertThat(two.has(Role.GATEWAY)).isFalse();
    }

    private static Settings from(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
