package io.universalmiddleware.runtime.log;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.runtime.settings.PlatformSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Handler;

/**
 * The log file, where one is configured: {@code FILE.0} is written; full, it becomes {@code FILE.1}, older ones move up, and
 * the oldest goes.
 */
public final class RotatingFile {
    private RotatingFile() {}

    /** @throws InvalidSettingsException if it cannot be written */
    public static Optional<Handler> configured(Settings settings) {
        return settings.find(PlatformSettings.LOG_FILE)
                .map(file -> open(
                        file,
                        (long) settings.get(PlatformSettings.LOG_FILE_MEGABYTES) << 20,
                        settings.get(PlatformSettings.LOG_FILES)));
    }

    static Handler open(String file, long bytes, int files) {
        try {
            Handler handler = new FileHandler(file.replace("%", "%%") + ".%g", bytes, files, true);
            handler.setEncoding(StandardCharsets.UTF_8.name());
            return handler;
        } catch (IOException unwritable) {
            throw new InvalidSettingsException(
                    List.of(PlatformSettings.LOG_FILE.key() + ": cannot be written: " + unwritable));
        }
    }
}
