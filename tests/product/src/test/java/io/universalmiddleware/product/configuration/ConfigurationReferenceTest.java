package io.universalmiddleware.product.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the configuration reference what the code says. */
class ConfigurationReferenceTest {
    private static final String MAKE_ANEW = "docs/configuration.md is not what the code says; make it anew with"
            + " `mvn -pl tests/product -am test -Dtest=ConfigurationReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.reference=write` and commit it";

    @Test
    void theReferenceIsWhatTheCodeSays() throws IOException {
        String text = ConfigurationReference.text();
        if ("write".equals(System.getProperty("configuration.reference"))) {
            Files.writeString(ConfigurationReference.FILE, text);
        }

        assertThat(ConfigurationReference.FILE).as(MAKE_ANEW).content().isEqualTo(text);
    }

    @Test
    void everyKeyIsDeclaredOnce() {
        assertThat(settings()).extracting(Setting::key).doesNotHaveDuplicates();
    }

    @Test
    void everyKeyIsWellFormedAndEveryMeaningASentence() {
        assertThat(settings().stream().map(Setting::key))
                .allMatch(key -> key.matches("(um|mp)(\\.[a-z0-9]+(-[a-z0-9]+)*)+"));
        assertThat(settings().stream().map(Setting::meaning)).allMatch(meaning -> meaning.matches("(?s)[A-Z].*\\."));
    }

    @Test
    void everyModuleWithSettingsHasASection() {
        assertThat(ConfigurationReference.sections())
                .extracting(section -> section.getClass().getPackageName().split("\\.")[2])
                .contains("runtime", "command", "processor", "cache", "hub", "gateway", "persistence", "launcher");
    }

    private static List<Setting<?>> settings() {
        return ConfigurationReference.sections().stream()
                .<Setting<?>>flatMap(section -> section.settings().stream())
                .toList();
    }
}
