package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** Where PostgreSQL is. */
public record PostgresSettings(String url, String user, String password) {
    static final Setting<String> URL = Setting.text(
            "um.postgres.url", "jdbc:postgresql://127.0.0.1:15432/um", "JDBC URL of the primary PostgreSQL.");
    static final Setting<String> USER = Setting.text("um.postgres.user", "um", "User that owns the schema.");
    static final Setting<String> RESOURCE = Setting.text(
            "um.postgres.resource",
            "java:app/jdbc/um",
            "JNDI name of the pooled data source; the default is one of the application's own, made of the other keys.");
    static final Setting<String> PASSWORD = Setting.secret("um.postgres.password", "um", "That user's password.");

    public static PostgresSettings from(Settings settings) {
        return new PostgresSettings(settings.get(URL), settings.get(USER), settings.get(PASSWORD));
    }

    @Override
    public String toString() {
        return "PostgresSettings[url=" + url + ", user=" + user + "]";
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "PostgreSQL";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(URL, USER, PASSWORD, RESOURCE);
        }
    }
}
