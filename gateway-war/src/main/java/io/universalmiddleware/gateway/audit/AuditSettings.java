package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * How the audit is kept.
 *
 * @param sealEvery how often rows that have committed get their links
 * @param keepMonths how many months that are over keep their rows; 0 for all
 */
record AuditSettings(Duration sealEvery, int keepMonths) {
    static final Setting<Duration> SEAL_EVERY = Setting.duration(
            "um.audit.seal-every",
            "2s",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "Pause between two looks for rows of the audit to put into its chain.");
    static final Setting<Integer> KEEP_MONTHS = Setting.integer(
            "um.audit.keep-months",
            0,
            0,
            1200,
            "How many months that are over keep their rows in the audit; older months are let go of as a whole, their links in the chain stay. 0 keeps everything.");

    static AuditSettings from(Settings settings) {
        return new AuditSettings(settings.get(SEAL_EVERY), settings.get(KEEP_MONTHS));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Audit";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(SEAL_EVERY, KEEP_MONTHS);
        }
    }
}
