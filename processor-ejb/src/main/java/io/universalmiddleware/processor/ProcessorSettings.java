package io.universalmiddleware.processor;

import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * How commands are carried out.
 *
 * @param workers how many commands run at once
 * @param inFlight no more commands are taken while so many are taken and not done
 * @param attempts how often a handler may fail before its command is given up
 * @param retryDelay before the first retry; doubles with each
 * @param retryMaxDelay the longest delay
 * @param drain how long a stopping node waits for what it has taken
 * @param operatorTenant whose administrators see dead letters that name no tenant
 */
public record ProcessorSettings(
        int workers,
        int inFlight,
        int attempts,
        Duration retryDelay,
        Duration retryMaxDelay,
        Duration drain,
        String operatorTenant) {
    static final Setting<Integer> WORKERS =
            Setting.integer("um.processor.workers", 16, 1, 256, "How many commands run at once, each on a thread.");
    static final Setting<Integer> IN_FLIGHT = Setting.integer(
            "um.processor.in-flight",
            2_000,
            1,
            100_000,
            "How many commands may be taken and not done before no more are taken, to within one poll of 200.");
    static final Setting<Integer> ATTEMPTS = Setting.integer(
            "um.processor.attempts", 5, 1, 100, "How often a handler may fail before its command is given up.");
    static final Setting<Duration> RETRY_DELAY = Setting.duration(
            "um.processor.retry-delay",
            "100ms",
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            "Delay before the first retry; it doubles with each, less up to half by chance.");
    static final Setting<Duration> RETRY_MAX_DELAY = Setting.duration(
            "um.processor.retry-max-delay",
            "10s",
            Duration.ofMillis(1),
            Duration.ofHours(1),
            "Longest delay before a retry.");
    static final Setting<Duration> DRAIN = Setting.duration(
            "um.processor.drain",
            "10s",
            Duration.ZERO,
            Duration.ofMinutes(10),
            "How long a stopping node waits for the commands it has taken.");

    public static ProcessorSettings from(Settings settings) {
        return new ProcessorSettings(
                settings.get(WORKERS),
                settings.get(IN_FLIGHT),
                settings.get(ATTEMPTS),
                settings.get(RETRY_DELAY),
                settings.get(RETRY_MAX_DELAY),
                settings.get(DRAIN),
                settings.get(OperatorTenant.SETTING));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Processor";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(WORKERS, IN_FLIGHT, ATTEMPTS, RETRY_DELAY, RETRY_MAX_DELAY, DRAIN, OperatorTenant.SETTING);
        }
    }
}
