package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.List;

/**
 * When an origin as a whole is left alone for a while.
 *
 * @param enabled whether it ever is
 * @param failurePercent of the requests in the window from which on the breaker opens, 1 to 100
 * @param window over which is counted, in whole seconds, 1s to 60s
 * @param minimum requests in the window below which nothing is concluded
 * @param open for which nothing is sent to the origin
 * @param probes requests that are let through afterwards, all of which must succeed
 * @param statuses that are failures, beside no answer at all
 */
public record BreakerConfig(
        boolean enabled,
        int failurePercent,
        Duration window,
        int minimum,
        Duration open,
        int probes,
        Statuses statuses) {
    static final BreakerConfig DEFAULT = new BreakerConfig(
            true, 50, Duration.ofSeconds(10), 20, Duration.ofSeconds(5), 3, Statuses.of(List.of("5xx")));

    static BreakerConfig read(Section in) {
        return new BreakerConfig(
                in.flag("enabled", true),
                in.integer("failurePercent", DEFAULT.failurePercent, 1, 100),
                in.duration("window", DEFAULT.window, Duration.ofSeconds(1), Duration.ofSeconds(60)),
                in.integer("minimum", DEFAULT.minimum, 1, 100_000),
                in.duration("open", DEFAULT.open, Duration.ofMillis(100), Duration.ofHours(1)),
                in.integer("probes", DEFAULT.probes, 1, 100),
                Statuses.read(in, "statuses", List.of("5xx")));
    }
}
