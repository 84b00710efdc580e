package io.universalmiddleware.cache.settings;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** The section {@code um.cache.*}. */
public final class CacheSettingsSection implements SettingsSection {
    @Override
    public String title() {
        return "Views and caches";
    }

    @Override
    public List<Setting<?>> settings() {
        return CacheSettings.ALL;
    }
}
