package io.universalmiddleware.runtime.boot;

import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Begins the watch over the boot. It provides no configuration: a provider of it is the first class of an application
 * that the server touches, before data sources, persistence units and beans, any of which may fail.
 */
public final class EarlyBoot implements ConfigSourceProvider {
    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader application) {
        BootWatch.begin();
        return List.of();
    }
}
