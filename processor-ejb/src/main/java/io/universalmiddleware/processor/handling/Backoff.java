package io.universalmiddleware.processor.handling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A backoff says how long to wait before a retry: the first delay doubled with each retry up to a longest one, less up to half of
 * it by chance, so that what failed together does not come back together.
 *
 * @param attempts how often a handler may fail before its command is given up, at least 1
 */
public record Backoff(int attempts, Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 30;

    /** @param retry from 1 */
    Duration before(int retry) {
        long doubled = first.toMillis() << Math.min(retry - 1, MAX_DOUBLINGS);
        long whole = Math.min(Math.max(doubled, 1), longest.toMillis());
        return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }
}
