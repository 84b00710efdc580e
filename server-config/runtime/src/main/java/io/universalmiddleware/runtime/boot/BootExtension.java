package io.universalmiddleware.runtime.boot;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.runtime.log.LogInstallation;
import io.universalmiddleware.runtime.settings.PlatformSettings;
import io.universalmiddleware.runtime.settings.SettingsCheck;
import io.universalmiddleware.runtime.settings.SettingsProducer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boot is all or nothing: before the first bean it checks every setting, and an application that ends before it was
 * up takes its process with it ({@code um.boot.exit-on-failure}) instead of leaving a server without its application.
 */
public class BootExtension implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(BootExtension.class);

    private @Nullable LogInstallation log;
    private boolean exitOnFailure;
    private volatile boolean up;

    void begin(@Observes BeforeBeanDiscovery event) {
        Config config = ConfigProvider.getConfig();
        Settings settings = SettingsProducer.of(config);
        exitOnFailure = "true"
                .equals(config.getOptionalValue(PlatformSettings.EXIT_ON_FAILED_BOOT.key(), String.class)
                        .orElse("false"));
        try {
            SettingsCheck.ofAllModules(Thread.currentThread().getContextClassLoader())
                    .check(
                            settings,
                            StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                                    .collect(Collectors.toSet()));
        } catch (InvalidSettingsException invalid) {
            if (exitOnFailure) {
                ProcessEnd.now(String.valueOf(invalid.getMessage()));
            }
            throw invalid;
        }
        log = LogInstallation.install(settings.get(PlatformSettings.LOG_FORMAT));
    }

    /** The application is deployed as a whole. */
    void up(Roles roles) {
        up = true;
        LOG.info(
                "Universal Middleware is up after {} ms as {}",
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime(),
                roles.active().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    void end(@Observes BeforeShutdown event) throws ReflectiveOperationException {
        if (!up && exitOnFailure) {
            ProcessEnd.soon(
                    "Universal Middleware could not start. The process ends with status 78; the cause stands in the log.");
        }
        if (log != null) {
            log.close();
        }
    }
}
