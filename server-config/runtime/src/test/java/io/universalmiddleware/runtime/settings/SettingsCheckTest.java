package io.universalmiddleware.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
    private final SettingsCheck check = new SettingsCheck(List.of(new PlatformSettingsSection()));

    @Test
    void passesDefaults() {
        assertThatNoException().isThrownBy(() -> run(Map.of()));
    }

    @Test
    void namesEveryInvalidKeyAtOnce() {
        var invalid = fails(Map.of(
                "um.http.port", "eighty",
                "um.redis.timeout", "9h",
                "um.log.format", "xml",
                "um.roles", "gateway,cook"));

        assertThat(invalid.complaints())
                .hasSize(4)
                .anySatisfy(c -> assertThat(c).startsWith("um.http.port: ").endsWith("got 'eighty'"))
                .anySatisfy(c -> assertThat(c).startsWith("um.redis.timeout: expected a duration from"))
                .anySatisfy(c -> assertThat(c).startsWith("um.log.format: expected json or text"))
                .anySatisfy(c -> assertThat(c).startsWith("um.roles: expected"));
    }

    @Test
    void namesKeysThatNobodyKnowsBesideInvalidOnes() {
        var invalid = fails(Map.of("um.http.prot", "8081", "um.http.port", "-1", "java.version", "17"));

        assertThat(invalid.complaints())
                .hasSize(2)
                .contains("um.http.prot: no such setting")
                .anySatisfy(c -> assertThat(c).startsWith("um.http.port: "));
    }

    @Test
    void findsTheSectionsOfTheClassPath() {
        var all = SettingsCheck.ofAllModules(getClass().getClassLoader());

        assertThat(catchThrowableOfType(
                        InvalidSettingsException.class,
                        () -> all.check(new Settings(key -> Optional.of("")), List.of("um.nobody"))))
                .hasMessageContaining("um.nobody: no such setting");
    }

    private void run(Map<String, String> config) {
        check.check(new Settings(key -> Optional.ofNullable(config.get(key))), config.keySet());
    }

    private InvalidSettingsException fails(Map<String, String> config) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> run(config));
    }
}
