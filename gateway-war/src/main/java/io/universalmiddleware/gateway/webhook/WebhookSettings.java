package io.universalmiddleware.gateway.webhook;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * How webhooks are sent.
 *
 * @param schedule when what failed is sent again
 * @param timeout for all of an attempt
 * @param inFlight at most so many attempts of a node at once; half of them to endpoints that fail
 * @param each at most so many of a node to one endpoint at once
 * @param disableAfter an endpoint of which every attempt fails for so long is disabled
 * @param retention what is older is forgotten
 * @param poll the longest pause between two looks for what is due
 * @param allowHttp whether an endpoint's URL may be of http
 */
public record WebhookSettings(
        RetrySchedule schedule,
        Duration timeout,
        int inFlight,
        int each,
        Duration disableAfter,
        Duration retention,
        Duration poll,
        boolean allowHttp) {
    public static final Setting<Boolean> ALLOW_HTTP = Setting.flag(
            "um.webhook.allow-http",
            false,
            "Whether webhooks may go to http URLs, where everybody on the way can read them.");
    static final Setting<RetrySchedule> SCHEDULE = new Setting<>(
            "um.webhook.retry-schedule",
            "durations, by comma",
            "5s,5m,30m,2h,5h,10h,14h,20h,24h",
            true,
            false,
            "Pauses after attempts that failed, each 20 % longer or shorter by chance; after the last attempt a delivery has failed.",
            RetrySchedule::parse);
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "um.webhook.timeout",
            "15s",
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How long an endpoint has for its answer, connecting included.");
    static final Setting<Integer> IN_FLIGHT = Setting.integer(
            "um.webhook.in-flight",
            1_000,
            2,
            10_000,
            "Attempts that a node makes at once; at most half of them to endpoints whose last attempt failed.");
    static final Setting<Integer> EACH = Setting.integer(
            "um.webhook.endpoint-in-flight",
            8,
            1,
            1_000,
            "Attempts that a node makes at once to one endpoint; one if its last failed.");
    static final Setting<Duration> DISABLE_AFTER = Setting.duration(
            "um.webhook.disable-after",
            "5d",
            Duration.ofSeconds(1),
            Duration.ofDays(365),
            "An endpoint of which every attempt has failed for so long is disabled.");
    static final Setting<Duration> RETENTION = Setting.duration(
            "um.webhook.retention",
            "30d",
            Duration.ofHours(1),
            Duration.ofDays(365),
            "How long deliveries, their bodies and attempts are kept; longer than the retry schedule.");
    static final Setting<Duration> POLL = Setting.duration(
            "um.webhook.poll",
            "500ms",
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "Longest pause between two looks of a node for deliveries that are due.");
    public static final Setting<SecretBox> SECRET_KEYS = new Setting<>(
            "um.webhook.secret-keys",
            "secret",
            "",
            true,
            true,
            "Keys, each 32 bytes in Base64, comma-separated, with which signing secrets are sealed in PostgreSQL: new ones with the"
                    + " first, and each opens what it has sealed; empty keeps them as they are.",
            SecretBox::of);

    public static WebhookSettings from(Settings settings) {
        return new WebhookSettings(
                settings.get(SCHEDULE),
                settings.get(TIMEOUT),
                settings.get(IN_FLIGHT),
                settings.get(EACH),
                settings.get(DISABLE_AFTER),
                settings.get(RETENTION),
                settings.get(POLL),
                settings.get(ALLOW_HTTP));
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Webhooks";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(SCHEDULE, TIMEOUT, IN_FLIGHT, EACH, DISABLE_AFTER, RETENTION, POLL, ALLOW_HTTP, SECRET_KEYS);
        }
    }
}
