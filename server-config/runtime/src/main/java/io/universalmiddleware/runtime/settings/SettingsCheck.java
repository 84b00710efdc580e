package io.universalmiddleware.runtime.settings;

import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The check of all settings of all modules at once: values that are missing or wrong, and keys that nobody knows. */
public final class SettingsCheck {
    private static final String OURS = "um.";

    private final List<Setting<?>> known;

    /** @param sections the modules' settings */
    public SettingsCheck(Iterable<SettingsSection> sections) {
        known = new ArrayList<>();
        sections.forEach(section -> known.addAll(section.settings()));
    }

    /** The settings of every module that the class loader sees. */
    public static SettingsCheck ofAllModules(ClassLoader modules) {
        return new SettingsCheck(ServiceLoader.load(SettingsSection.class, modules));
    }

    /**
     * Passes, or names everything that is wrong.
     *
     * @param names every configured name, ours or not
     * @throws InvalidSettingsException with one complaint a key
     */
    public void check(Settings settings, Collection<String> names) {
        List<String> complaints = new ArrayList<>();
        try {
            settings.check(known);
        } catch (InvalidSettingsException invalid) {
            complaints.addAll(invalid.complaints());
        }
        complaints.addAll(unknown(names));
        if (!complaints.isEmpty()) {
            throw new InvalidSettingsException(complaints);
        }
    }

    private List<String> unknown(Collection<String> names) {
        TreeSet<String> keys = new TreeSet<>();
        known.forEach(setting -> keys.add(setting.key()));
        return new TreeSet<>(names)
                .stream()
                        .filter(name -> name.startsWith(OURS) && !keys.contains(name))
                        .map(name -> name + ": no such setting")
                        .toList();
    }
}
