package io.universalmiddleware.runtime.settings;

import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** The platform's own section of the settings. */
public final class PlatformSettingsSection implements SettingsSection {
    @Override
    public String title() {
        return "Platform";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                Roles.SETTING,
                PlatformSettings.HTTP_HOST,
                PlatformSettings.HTTP_PORT,
                KafkaSettings.BOOTSTRAP_SERVERS,
                KafkaSettings.TOPIC_PREFIX,
                PlatformSettings.REDIS_URL,
                PlatformSettings.REDIS_TIMEOUT,
                PlatformSettings.REDIS_CONNECTIONS,
                PlatformSettings.LOG_FORMAT,
                PlatformSettings.LOG_FILE,
                PlatformSettings.LOG_FILE_MEGABYTES,
                PlatformSettings.LOG_FILES);
    }
}
