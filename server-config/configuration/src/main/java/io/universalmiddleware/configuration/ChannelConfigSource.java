package io.universalmiddleware.configuration;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * A configuration source that derives the channels' keys from the platform's.
 *
 * <p>Its ordinal is below every other source's: whatever is configured explicitly wins.
 */
public class ChannelConfigSource implements ConfigSource {
    private static final String OURS = "mp.messaging.incoming.";
    private static final Settings DEFAULTS = new Settings(key -> java.util.Optional.empty());

    @Override
    public int getOrdinal() {
        return 50;
    }

    @Override
    public String getName() {
        return "um-channels";
    }

    @Override
    public Set<String> getPropertyNames() {
        return ChannelConfig.of(DEFAULTS).keySet();
    }

    @Override
    public Map<String, String> getProperties() {
        try {
            return ChannelConfig.of(
                    new Settings(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class)));
        } catch (InvalidSettingsException reportedByTheCheckAtBoot) {
            return Map.of();
        }
    }

    @Override
    public @Nullable String getValue(String name) {
        return name.startsWith(OURS) ? getProperties().get(name) : null;
    }
}
