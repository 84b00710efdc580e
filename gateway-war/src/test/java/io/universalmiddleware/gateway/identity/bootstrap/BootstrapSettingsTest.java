package io.universalmiddleware.gateway.identity.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapSettingsTest {
    private static final String ADDRESS = "um.identity.administrator";
    private static final String FILE = "um.identity.administrator-password-file";

    @TempDir
    Path directory;

    @Test
    void byDefaultNobodyIsMade() {
        assertThat(BootstrapSettings.from(settings(Map.of())).first()).isEmpty();
    }

    @Test
    void thePasswordIsReadFromItsFileAndNotShown() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "the sentence in the file\n");

        BootstrapSettings settings =
                BootstrapSettings.from(settings(Map.of(ADDRESS, "olga@example.org", FILE, file.toString())));

        assertThat(settings.operator().value()).isEqualTo("operator");
        assertThat(settings.first().orElseThrow().password()).isEqualTo("the sentence in the file");
        assertThat(settings.toString()).contains("olga@example.org").doesNotContain("sentence");
    }

    @Test
    void whatCannotBeUsedIsNamedByItsKey() throws IOException {
        Path brief = Files.writeString(directory.resolve("password"), "too short");

        assertRefused(Map.of(ADDRESS, "olga@example.org"), FILE + ": required with " + ADDRESS);
        assertRefused(Map.of(ADDRESS, "olga@example.org", FILE, "/no/such/file"), FILE + ": ");
        assertRefused(Map.of(ADDRESS, "olga@example.org", FILE, brief.toString()), FILE + ": expected at least 15");
        assertRefused(Map.of(ADDRESS, "olga", FILE, brief.toString()), "");
    }

    private static void assertRefused(Map<String, String> values, String complaint) {
        assertThatThrownBy(() -> BootstrapSettings.from(settings(values)))
                .isInstanceOfAny(InvalidSettingsException.class, IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }
}
