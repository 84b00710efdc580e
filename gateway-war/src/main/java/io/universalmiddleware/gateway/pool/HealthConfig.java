package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.List;

/**
 * How each target is asked whether it is up.
 *
 * @param path asked for with GET
 * @param interval between checks of one target; each is earlier or later by up to a tenth
 * @param timeout of one check
 * @param healthy checks in a row that succeed, after which a target that was down is up
 * @param unhealthy checks in a row that fail, after which a target that was up is down
 * @param statuses of success
 */
public record HealthConfig(
        String path, Duration interval, Duration timeout, int healthy, int unhealthy, Statuses statuses) {
    static HealthConfig read(Section in) {
        HealthConfig read = new HealthConfig(
                in.text("path", "/"),
                in.duration("interval", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1)),
                in.duration("timeout", Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofMinutes(1)),
                in.integer("healthy", 2, 1, 100),
                in.integer("unhealthy", 3, 1, 100),
                Statuses.read(in, "statuses", List.of("200-399")));
        if (!read.path().startsWith("/") || read.path().chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '#')) {
            in.violation("path", "expected a path such as /health, of visible ASCII");
        }
        return read;
    }
}
