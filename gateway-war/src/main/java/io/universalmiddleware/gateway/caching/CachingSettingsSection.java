package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** The section of the edge's cache. */
public final class CachingSettingsSection implements SettingsSection {
    @Override
    public String title() {
        return "Edge cache";
    }

    @Override
    public List<Setting<?>> settings() {
        return CachingSettings.ALL;
    }
}
