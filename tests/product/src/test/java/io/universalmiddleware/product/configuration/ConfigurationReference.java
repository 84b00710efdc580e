package io.universalmiddleware.product.configuration;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** The configuration reference is {@code docs/configuration.md}, made from the settings that the modules declare. */
final class ConfigurationReference {
    static final Path FILE = Path.of("../../docs/configuration.md");

    private static final String HEAD = """
            # Configuration

            <!-- Made from the code by ConfigurationReferenceTest, which also tells how to make it anew. Do not edit. -->

            Every setting has one key. A value comes from, the first that has it: a system property (`-Dum.hub.port=8085`), an
            environment variable (`UM_HUB_PORT=8085`), `META-INF/microprofile-config.properties` of an application, the default
            below. `./um` also reads `um.properties` in the directory it is called from. All values are checked together at
            the start; what is wrong is named by its key, all at once, and the process does not start.

            A duration is a number with a unit (`50ms`, `5s`, `10m`, `2h`, `7d`) or ISO 8601 (`PT5S`). A secret is never shown.
            """;

    private ConfigurationReference() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        sections().forEach(section -> append(text, section));
        return text.toString();
    }

    static List<SettingsSection> sections() {
        return ServiceLoader.load(SettingsSection.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(SettingsSection::title))
                .toList();
    }

    private static void append(StringBuilder text, SettingsSection section) {
        text.append("\n## ").append(section.title()).append("\n\n");
        text.append("| key, environment variable | value | default | meaning |\n|---|---|---|---|\n");
        section.settings().stream()
                .sorted(Comparator.comparing(Setting::key))
                .forEach(setting -> append(text, setting));
    }

    private static void append(StringBuilder text, Setting<?> setting) {
        text.append("| `%s`<br>`%s` | %s | %s | %s |%n"
                .formatted(
                        setting.key(),
                        setting.key().replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT),
                        cell(setting.type()),
                        fallback(setting),
                        cell(setting.meaning())));
    }

    private static String fallback(Setting<?> setting) {
        String fallback = setting.fallback();
        if (fallback == null) {
            return setting.required() ? "**required**" : "–";
        }
        if (fallback.isEmpty()) {
            return "empty";
        }
        return setting.secret() ? "set" : "`" + cell(fallback) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
