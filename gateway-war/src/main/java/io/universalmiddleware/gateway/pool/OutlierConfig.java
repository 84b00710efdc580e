package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;

/**
 * When a target that fails real requests is ejected for a while. Names, meanings and defaults follow Envoy's outlier detection.
 *
 * @param enabled whether any target is ever ejected
 * @param consecutive5xx answers of 5xx and failures to answer, in a row; 0 is never
 * @param consecutiveGatewayFailure answers of 502, 503, 504 and failures to answer, in a row; 0 is never
 * @param interval between looks at the success rates, and at who may come back
 * @param baseEjection for which a target is ejected the first time; each further time adds it once more
 * @param maxEjection the longest
 * @param maxEjectionPercent of the targets that may be ejected at a time; one always may
 * @param successRateMinimumHosts targets with enough requests below which success rates are not compared; 0 is never compared
 * @param successRateRequestVolume requests of a target in an interval below which its rate is not compared
 * @param successRateStdevFactor thousandths of the standard deviation by which a rate may be below the mean
 */
public record OutlierConfig(
        boolean enabled,
        int consecutive5xx,
        int consecutiveGatewayFailure,
        Duration interval,
        Duration baseEjection,
        Duration maxEjection,
        int maxEjectionPercent,
        int successRateMinimumHosts,
        int successRateRequestVolume,
        int successRateStdevFactor) {
    static final OutlierConfig DEFAULT = new OutlierConfig(
            true, 5, 0, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(300), 10, 5, 100, 1_900);

    static OutlierConfig read(Section in) {
        return new OutlierConfig(
                in.flag("enabled", true),
                in.integer("consecutive5xx", DEFAULT.consecutive5xx, 0, 10_000),
                in.integer("consecutiveGatewayFailure", DEFAULT.consecutiveGatewayFailure, 0, 10_000),
                in.duration("interval", DEFAULT.interval, Duration.ofMillis(100), Duration.ofHours(1)),
                in.duration("baseEjection", DEFAULT.baseEjection, Duration.ofMillis(100), Duration.ofHours(1)),
                in.duration("maxEjection", DEFAULT.maxEjection, Duration.ofMillis(100), Duration.ofDays(1)),
                in.integer("maxEjectionPercent", DEFAULT.maxEjectionPercent, 0, 100),
                in.integer("successRateMinimumHosts", DEFAULT.successRateMinimumHosts, 0, 1_000),
                in.integer("successRateRequestVolume", DEFAULT.successRateRequestVolume, 1, 1_000_000),
                in.integer("successRateStdevFactor", DEFAULT.successRateStdevFactor, 0, 100_000));
    }

    /** How long the n-th ejection in a row lasts. */
    Duration ejection(int times) {
        Duration grown = baseEjection.multipliedBy(Math.max(1, times));
        Duration most = maxEjection.compareTo(baseEjection) < 0 ? baseEjection : maxEjection;
        return grown.compareTo(most) > 0 ? most : grown;
    }
}
