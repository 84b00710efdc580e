package io.universalmiddleware.gateway.limiting;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The settings of limits.
 *
 * @param bound within which Redis must answer
 */
public record LimitSettings(Duration bound, HeaderDraft draft) {
    static final Setting<Duration> BOUND = Setting.duration(
            "um.edge.limit.redis-deadline",
            "20ms",
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            "Time for Redis to decide on limits; after that the node enforces its share alone.");
    static final Setting<HeaderDraft> DRAFT = new Setting<>(
            "um.edge.limit.headers",
            "none|draft-06|draft-07|draft-10",
            "draft-10",
            true,
            false,
            "Version of the IETF draft of RateLimit fields that answers speak besides X-RateLimit-*.",
            LimitSettings::draft);

    /** The configured settings. */
    public static LimitSettings from(Settings settings) {
        return new LimitSettings(settings.get(BOUND), settings.get(DRAFT));
    }

    private static HeaderDraft draft(String text) {
        for (HeaderDraft draft : HeaderDraft.values()) {
            if (draft.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return draft;
            }
        }
        throw new IllegalArgumentException("expected one of none, draft-06, draft-07, draft-10");
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Limits of requests";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(BOUND, DRAFT);
        }
    }
}
