package io.universalmiddleware.gateway.traffic;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A recorder counts what passes on one event loop, and keeps entries for the log within a budget. Used by that loop alone; never
 * blocks, never fails a request.
 *
 * <p>Of the budget the last quarter is for requests that the server's side failed at, so that a flood of good ones does not hide
 * them.
 */
public final class Recorder {
    private static final int BURST_SECONDS = 10;
    private static final int MOST_ENTRIES = 10_000;

    private final Traffic traffic;
    private final Clock clock;
    private final double perSecond;
    private Window window;
    private double budget;
    private long refilledAt;

    /** @param perSecond entries of the log that it may keep */
    Recorder(Traffic traffic, Clock clock, double perSecond) {
        this.traffic = traffic;
        this.clock = clock;
        this.perSecond = perSecond;
        refilledAt = clock.millis();
        window = new Window(refilledAt);
        budget = perSecond * BURST_SECONDS;
    }

    /** Records a request that has ended. */
    public void ended(Passed request) {
        if (!traffic.isOn()) {
            return;
        }
        if (window.isFull()) {
            handOver();
        }
        window.count(request);
        RouteLog log = request.log();
        double chance = log.keep() == RouteLog.Keep.SAMPLED
                ? ThreadLocalRandom.current().nextDouble()
                : 0;
        if (!log.keeps(request.status(), chance)) {
            window.leaveOut();
        } else if (hasRoomFor(request.status())) {
            budget--;
            window.keep(request.entry(clock.millis()));
        } else {
            window.shedOne();
        }
    }

    /** Hands over what was recorded since it last did, if there is room for it; else goes on with it. */
    public void handOver() {
        long now = clock.millis();
        budget = Math.min(perSecond * BURST_SECONDS, budget + perSecond * Math.max(0, now - refilledAt) / 1_000);
        refilledAt = now;
        if (window.requests() == 0 || traffic.offer(window)) {
            window = window.next(now);
        }
    }

    private boolean hasRoomFor(int status) {
        double reserved = status >= 500 ? 0 : perSecond * BURST_SECONDS / 4;
        return budget >= Math.max(1, reserved) && window.entries().size() < MOST_ENTRIES;
    }
}
