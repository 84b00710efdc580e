package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/** How this process follows the versions of the policy. */
final class VersionSettings {
    static final Setting<Boolean> IGNORE = Setting.flag(
            "um.policy.ignore-versions",
            false,
            "Decide by the policy that comes with the platform, whatever version is active: the way back for operators whom the active one keeps out.");
    static final Setting<Duration> KEEP = Setting.duration(
            "um.policy.keep-questions",
            "14d",
            Duration.ZERO,
            Duration.ofDays(365),
            "How long questions that the policy was asked are kept after they were asked last, to try drafts on them; 0s keeps none.");

    private VersionSettings() {}

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Policy versions";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(IGNORE, KEEP);
        }
    }
}
