package io.universalmiddleware.persistence.retention;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Housekeeping lets go of rows that are too old, every ten minutes or so; several nodes may do it at once. */
public final class Housekeeping implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final String rows;
    private final BooleanSupplier forgetSome;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param rows what they are, for the log
     * @param forgetSome removes a batch in a transaction of its own; whether there may be more
     */
    public Housekeeping(String rows, BooleanSupplier forgetSome) {
        this.rows = rows;
        this.forgetSome = forgetSome;
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(ThreadLocalRandom.current().nextLong(PAUSE.toMillis()), TimeUnit.MILLISECONDS)) {
                forget();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends {@link #run} after the batch that it is at. */
    public void stop() {
        stopped.countDown();
    }

    private void forget() {
        try {
            while (stopped.getCount() > 0 && forgetSome.getAsBoolean()) {
                LOG.debug("Forgot a batch of old {}", rows);
            }
        } catch (RuntimeException away) {
            LOG.warn("Old {} stay for now: {}", rows, away.toString());
        }
    }
}
