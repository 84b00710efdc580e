package io.universalmiddleware.cache.reading;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;

/** The times of reads by view, consistency and outcome. */
final class ReadTimers {
    private final MeterRegistry meters;
    private final ConcurrentHashMap<Tags, Timer> timers = new ConcurrentHashMap<>();

    ReadTimers(MeterRegistry meters) {
        this.meters = meters;
    }

    Timer.Sample begin() {
        return Timer.start(meters);
    }

    /** @param view a known one, since names of views are tags */
    void end(Timer.Sample begun, String view, boolean consistent, boolean failed) {
        begun.stop(timers.computeIfAbsent(new Tags(view, consistent, failed), this::timer));
    }

    private Timer timer(Tags tags) {
        return Timer.builder("um.view.read")
                .description("Time to read a row")
                .tag("view", tags.view)
                .tag("consistency", tags.consistent ? "token" : "cached")
                .tag("outcome", tags.failed ? "failed" : "answered")
                .register(meters);
    }

    private record Tags(String view, boolean consistent, boolean failed) {}
}
