package io.universalmiddleware.runtime.settings;

import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives the settings, read through MicroProfile Config, and the clock. */
@ApplicationScoped
public class SettingsProducer {

    @Produces
    @Singleton
    Settings settings() {
        return of(ConfigProvider.getConfig());
    }

    @Produces
    @Singleton
    Roles roles(Settings settings) {
        return settings.get(Roles.SETTING);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The settings that a configuration holds. */
    public static Settings of(Config config) {
        return new Settings(key -> config.getOptionalValue(key, String.class));
    }
}
