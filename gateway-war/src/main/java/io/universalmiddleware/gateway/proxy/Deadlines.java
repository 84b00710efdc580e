package io.universalmiddleware.gateway.proxy;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines watches everything timed on one event loop, with one timer for all of it.
 *
 * <p>Its clock moves with {@link #tick}, so that reading it costs nothing and times are right to one tick.
 */
final class Deadlines {

    /** Something that must not wait for ever. */
    interface Timed {
        /** @param now nanoseconds of the same clock as {@link Deadlines#now} */
        void check(long now);

        /** Ends it now, whatever it is doing. */
        void abandon();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final Set<Timed> watched = new LinkedHashSet<>();
    private final Vertx vertx;
    private long now = System.nanoTime();

    Deadlines(Vertx vertx) {
        this.vertx = vertx;
    }

    long now() {
        return now;
    }

    void watch(Timed timed) {
        watched.add(timed);
    }

    void unwatch(Timed timed) {
        watched.remove(timed);
    }

    /** Runs something when the event loop has done what it is doing. */
    void later(Runnable task) {
        vertx.runOnContext(nothing -> task.run());
    }

    /** Ends everything that is watched. */
    void abandonAll() {
        new ArrayList<>(watched).forEach(Timed::abandon);
    }

    void tick() {
        now = System.nanoTime();
        for (Timed timed : new ArrayList<>(watched)) {
            try {
                timed.check(now);
            } catch (RuntimeException fault) {
                LOG.error("An exchange could not be checked and is ended", fault);
                watched.remove(timed);
                timed.abandon();
            }
        }
    }
}
