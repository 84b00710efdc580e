package io.universalmiddleware.contracts.hub;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hub retention says how much of each channel Redis remembers. All publishers of a deployment use the same.
 *
 * @param size publications kept for recovery, at least 1
 * @param age how long the history lives after the latest publication
 * @param position how long the position lives after it was last used; not shorter than {@code age}
 * @param brief namespaces of channels that are of use for a short while, each of which is one more to remember
 */
public record HubRetention(int size, Duration age, Duration position, Set<String> brief) {
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
    public static final Setting<String> BRIEF = Setting.text(
            "um.hub.brief-namespaces",
            "command",
            "Comma-separated channel namespaces whose channels are of use for a short while: their epochs and offsets live an "
                    + "hour after their latest use, or as long as the history where that is longer.");

    private static final Duration BRIEF_POSITION = Duration.ofHours(1);

    public HubRetention {
        if (size < 1 || age.isNegative() || age.isZero() || position.compareTo(age) < 0) {
            throw new IllegalArgumentException("history needs a size, an age, and a position that outlives it");
        }
    }

    /** The configured retention. */
    public static HubRetention from(Settings settings) {
        Duration age = settings.get(AGE);
        Duration position = settings.get(POSITION);
        Set<String> brief = Arrays.stream(settings.get(BRIEF).split(","))
                .map(String::strip)
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new HubRetention(settings.get(SIZE), age, longer(age, position), brief);
    }

    /** How long the position of this channel lives after it was last used. */
    public Duration position(HubChannel channel) {
        Duration briefly = longer(age, BRIEF_POSITION);
        return brief.contains(channel.namespace()) && briefly.compareTo(position) < 0 ? briefly : position;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
