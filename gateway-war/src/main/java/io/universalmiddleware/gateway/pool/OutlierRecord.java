package io.universalmiddleware.gateway.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What outlier detection counts of one target. */
final class OutlierRecord {
    final AtomicInteger consecutive5xx = new AtomicInteger();
    final AtomicInteger consecutiveGatewayFailure = new AtomicInteger();
    /** Of the current interval. */
    final LongAdder requests = new LongAdder();
    /** Of the current interval. */
    final LongAdder successes = new LongAdder();
    /** How many ejections in a row, less one for each interval in good standing; under the pool's lock. */
    int ejections;
    /** On the ticker; under the pool's lock. */
    long ejectedUntil;
}
