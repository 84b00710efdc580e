package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * What the intake takes.
 *
 * @param maxBodyBytes the largest request body
 * @param keyLife how long an idempotency key stands for its request
 */
public record IntakeSettings(int maxBodyBytes, Duration keyLife) {
    static final Setting<Integer> MAX_BODY = Setting.integer(
            "um.command.max-body-bytes", 256 * 1024, 1024, 900_000, "Largest body of a command request, in bytes.");
    static final Setting<Duration> KEY_LIFE = Setting.duration(
            "um.command.idempotency-key-life",
            "24h",
            Duration.ofMinutes(1),
            Duration.ofDays(90),
            "How long an idempotency key stands for its request.");

    public static IntakeSettings from(Settings settings) {
        return new IntakeSettings(settings.get(MAX_BODY), settings.get(KEY_LIFE));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Commands";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(MAX_BODY, KEY_LIFE);
        }
    }
}
