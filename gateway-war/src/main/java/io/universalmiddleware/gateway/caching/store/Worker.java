package io.universalmiddleware.gateway.caching.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker follows something in Redis on a thread of its own until it is stopped; a failure makes it begin again. */
abstract class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String what;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean connected;

    Worker(String what) {
        this.what = what;
    }

    /** Begins anew; throws where Redis is away. */
    abstract void begin();

    /** Goes one step; throws where Redis is away. */
    abstract void step();

    /** It has lost touch. */
    void lost() {}

    /** Whether it is in touch with Redis. */
    public final boolean connected() {
        return connected;
    }

    /** Ends {@link #run} within the time that one blocking read takes. */
    public final void stop() {
        stopped.countDown();
    }

    @Override
    public final void run() {
        while (stopped.getCount() > 0) {
            try {
                begin();
                connected = true;
                while (stopped.getCount() > 0) {
                    step();
                }
            } catch (RuntimeException away) {
                if (connected) {
                    LOG.warn("{} stopped, trying again: {}", what, away.toString());
                    connected = false;
                }
                lost();
                rest(PAUSE);
            }
        }
        connected = false;
    }

    /** Waits; ends at once when it is stopped. */
    final void rest(Duration time) {
        try {
            if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                connected = false;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
