package io.universalmiddleware.gateway.identity.factor;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * How authenticators are told of the platform, and how often users are asked for them.
 *
 * @param issuer its name there
 * @param maxAge how long after it was shown the second factor suffices for a sensitive act
 */
public record FactorSettings(String issuer, Duration maxAge) {
    private static final int LONGEST = 60;

    static final Setting<String> ISSUER = new Setting<>(
            "um.identity.mfa-issuer",
            "text",
            "Universal Middleware",
            true,
            false,
            "What users' authenticators call the platform; at most 60 characters, no colon.",
            FactorSettings::checked);

    static final Setting<Duration> MAX_AGE = Setting.duration(
            "um.identity.mfa-max-age",
            "15m",
            Duration.ofSeconds(30),
            Duration.ofDays(1),
            "A user with a second factor who has not shown it for so long is asked for it before a sensitive act.");

    /** The configured settings. */
    public static FactorSettings from(Settings settings) {
        return new FactorSettings(settings.get(ISSUER), settings.get(MAX_AGE));
    }

    private static String checked(String text) {
        if (text.isBlank() || text.length() > LONGEST || text.contains(":")) {
            throw new IllegalArgumentException("expected 1 to " + LONGEST + " characters without a colon");
        }
        return text;
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Identity: second factor";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ISSUER, MAX_AGE);
        }
    }
}
