package io.universalmiddleware.contracts.settings;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Settings give the value of each {@link Setting} from wherever configuration comes from.
 *
 * <p>Validated once at boot with {@link #check}; after that {@link #get} fails on no declared setting.
 */
public final class Settings {
    private final Function<String, Optional<String>> source;

    /** @param source the text of a key, if configured */
    public Settings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** @throws InvalidSettingsException if the value is missing or not valid */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new InvalidSettingsException(List.of(setting.key() + ": a value is required")));
    }

    /** @throws InvalidSettingsException if the value is not valid */
    public <T> Optional<T> find(Setting<T> setting) {
        try {
            return setting.valueOf(source.apply(setting.key()));
        } catch (IllegalArgumentException invalid) {
            throw new InvalidSettingsException(List.of(setting.key() + ": " + complaint(setting, invalid)));
        }
    }

    /** @throws InvalidSettingsException naming every missing or invalid key at once */
    public void check(Collection<? extends Setting<?>> settings) {
        List<String> complaints =
                settings.stream().flatMap(s -> complaintsOf(s).stream()).toList();
        if (!complaints.isEmpty()) {
            throw new InvalidSettingsException(complaints);
        }
    }

    private List<String> complaintsOf(Setting<?> setting) {
        try {
            if (setting.required()) {
                get(setting);
            } else {
                find(setting);
            }
            return List.of();
        } catch (InvalidSettingsException invalid) {
            return invalid.complaints();
        }
    }

    private String complaint(Setting<?> setting, IllegalArgumentException invalid) {
        String given =
                setting.secret() ? "(secret)" : source.apply(setting.key()).orElse("");
        return invalid.getMessage() + ", got '" + given + "'";
    }
}
