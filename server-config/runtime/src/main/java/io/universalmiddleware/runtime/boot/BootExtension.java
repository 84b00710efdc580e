package io.universalmiddleware.runtime.boot;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.runtime.log.LogInstallation;
import io.universalmiddleware.runtime.log.RotatingFile;
import io.universalmiddleware.runtime.settings.PlatformSettings;
import io.universalmiddleware.runtime.settings.SettingsCheck;
import io.universalmiddleware.runtime.settings.SettingsProducer;
import io.universalmiddleware.token.TokenSettings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boot is all or nothing: before the first bean every setting of every module is checked, and a process that cannot
 * start its application ends ({@link BootWatch}) instead of staying as a server without it.
 */
public class BootExtension implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(BootExtension.class);

    private @Nullable LogInstallation log;

    void begin(@Observes BeforeBeanDiscovery event) {
        BootWatch.begin();
        AuthenticationFactory.make();
        Config config = ConfigProvider.getConfig();
        Settings settings = SettingsProducer.of(config);
        Set<String> names = new HashSet<>();
        config.getPropertyNames().forEach(names::add);
        try {
            SettingsCheck.ofAllModules(Thread.currentThread().getContextClassLoader())
                    .check(settings, names);
            TokenSettings.from(settings); // whose keys cannot be read lets nobody in
            log = LogInstallation.install(settings.get(PlatformSettings.LOG_FORMAT), RotatingFile.configured(settings));
        } catch (InvalidSettingsException invalid) {
            BootWatch.refuse(String.valueOf(invalid.getMessage()));
            throw invalid;
        }
    }

    /** The application is deployed as a whole. */
    void up(Roles roles) {
        BootWatch.up();
        LOG.info(
                "Universal Middleware is up after {} ms as {}",
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime(),
                roles.active().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    /** The last bean has ended: what the application has left in the server goes with it. */
    void down(@Observes BeforeShutdown event) {
        if (log != null) {
            log.close();
        }
        SharedMemory.forget();
        new LastingThreads(Settings.class.getClassLoader()).release();
    }
}
