package io.universalmiddleware.gateway.identity.settings;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A secret file holds a secret by itself, so that it is in no environment and on no command line. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * The secret in the file that a setting names; empty if it names none.
     *
     * @param check what is wrong with a secret is an {@link IllegalArgumentException}
     * @throws InvalidSettingsException naming the setting, if the file cannot be read or what is in it is refused
     */
    public static Optional<String> read(Settings settings, Setting<String> setting, UnaryOperator<String> check) {
        return settings.find(setting).map(file -> {
            try {
                return check.apply(Files.readString(Path.of(file)).strip());
            } catch (IOException | IllegalArgumentException unusable) {
                throw new InvalidSettingsException(List.of(setting.key() + ": " + unusable.getMessage()));
            }
        });
    }
}
