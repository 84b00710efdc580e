package io.universalmiddleware.contracts.settings;

import java.util.List;

/**
 * A settings section lists the settings of one module.
 *
 * <p>Found by {@link java.util.ServiceLoader}: the boot validates, and the configuration reference shows, all sections.
 */
public interface SettingsSection {

    /** The heading in the reference, for instance {@code Hub}. */
    String title();

    List<Setting<?>> settings();
}
