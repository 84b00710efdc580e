package io.universalmiddleware.contracts.hub;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;

/**
 * Hub retention says how much of each channel Redis remembers. All publishers of a deployment use the same.
 *
 * @param size publications kept for recovery, at least 1
 * @param age how long the history lives after the latest publication
 * @param position how long the position lives after it was last used; longer than {@code age}
 */
public record HubRetention(int size, Duration age, Duration position) {
    public static final Setting<Integer> SIZE = Setting.integer(
            "um.hub.history-size", 500, 1, 100_000, "Publications that each channel keeps for recovery.");
    public static final Setting<Duration> AGE = Setting.duration(
            "um.hub.history-ttl",
            "10m",
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "How long a channel's history lives after its latest publication.");
    public static final Setting<Duration> POSITION = Setting.duration(
            "um.hub.position-ttl",
            "7d",
            Duration.ofMinutes(1),
            Duration.ofDays(365),
            "How long a channel's epoch and offset live after their latest use; longer than the history.");

    public HubRetention {
        if (size < 1 || age.isNegative() || age.isZero() || position.compareTo(age) < 0) {
            throw new IllegalArgumentException("history needs a size, an age, and a position that outlives it");
        }
    }

    /** The configured retention. */
    public static HubRetention from(Settings settings) {
        Duration age = settings.get(AGE);
        Duration position = settings.get(POSITION);
        return new HubRetention(settings.get(SIZE), age, position.compareTo(age) < 0 ? age : position);
    }
}
