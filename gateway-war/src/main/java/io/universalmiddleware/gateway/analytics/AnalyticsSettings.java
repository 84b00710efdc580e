package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import java.time.Duration;
import java.util.List;

/**
 * What is recorded of the edge's traffic, and for how long.
 *
 * @param logRate requests a second that a node writes down one by one
 * @param flush pause between two flushes
 * @param logKept for how long, unless a tenant says otherwise
 */
record AnalyticsSettings(
        boolean on, int logRate, Duration flush, Duration logKept, Duration minutesKept, Duration hoursKept) {
    static final Setting<Boolean> ENABLED = Setting.flag(
            "um.analytics.enabled", true, "Whether what passes tenants' edges is counted and logged in PostgreSQL.");
    static final Setting<Integer> LOG_RATE = Setting.integer(
            "um.analytics.log-rate",
            100,
            0,
            100_000,
            "Requests a second, in the long run, that a node writes to the request log; those beyond are counted, not logged.");
    static final Setting<Duration> FLUSH = Setting.duration(
            "um.analytics.flush",
            "5s",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "Pause between two flushes of what a node has recorded; a node that is killed loses so much, and of more than a thousand routes about a minute.");
    static final Setting<Duration> LOG_RETENTION = Setting.duration(
            "um.analytics.log-retention",
            "7d",
            Duration.ofHours(1),
            TenantDefinition.LONGEST_LOG,
            "How long the request log is kept; a tenant's logRetention goes before it.");
    static final Setting<Duration> MINUTE_RETENTION = Setting.duration(
            "um.analytics.minute-retention",
            "7d",
            Duration.ofDays(1),
            Duration.ofDays(90),
            "How long counts by minute are kept, and up to a day longer.");
    static final Setting<Duration> HOUR_RETENTION = Setting.duration(
            "um.analytics.hour-retention",
            "400d",
            Duration.ofDays(1),
            Duration.ofDays(4_000),
            "How long counts by hour and lists of top askers are kept, and up to a month longer.");

    static AnalyticsSettings from(Settings settings) {
        return new AnalyticsSettings(
                settings.get(ENABLED),
                settings.get(LOG_RATE),
                settings.get(FLUSH),
                settings.get(LOG_RETENTION),
                settings.get(MINUTE_RETENTION),
                settings.get(HOUR_RETENTION));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Analytics";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ENABLED, LOG_RATE, FLUSH, LOG_RETENTION, MINUTE_RETENTION, HOUR_RETENTION);
        }
    }
}
