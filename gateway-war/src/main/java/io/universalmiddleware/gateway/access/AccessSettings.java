package io.universalmiddleware.gateway.access;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The settings of access.
 *
 * @param failures how many credentials of one address may be not valid at once and in {@code failuresPer}
 * @param contextSecret signs {@code X-Um-Context}; empty for no such field
 */
public record AccessSettings(int failures, Duration failuresPer, String contextSecret) {
    private static final int LEAST_SECRET_BYTES = 32;

    static final Setting<Integer> FAILURES = Setting.integer(
            "um.edge.access.failures",
            20,
            1,
            100_000,
            "Credentials of one address that may be not valid in a minute, else 429 before any more is verified.");
    static final Setting<String> CONTEXT_SECRET = new Setting<>(
            "um.edge.access.context-secret",
            "secret",
            null,
            false,
            true,
            "Shared with origins, at least 32 bytes: signs X-Um-Context, which says who calls.",
            AccessSettings::secret);

    /** The configured settings. */
    public static AccessSettings from(Settings settings) {
        return new AccessSettings(
                settings.get(FAILURES),
                Duration.ofMinutes(1),
                settings.find(CONTEXT_SECRET).orElse(""));
    }

    private static String secret(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("expected at least " + LEAST_SECRET_BYTES + " bytes");
        }
        return text;
    }

    @Override
    public String toString() {
        return "access settings: " + failures + " failures per " + failuresPer;
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Access";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(FAILURES, CONTEXT_SECRET);
        }
    }
}
