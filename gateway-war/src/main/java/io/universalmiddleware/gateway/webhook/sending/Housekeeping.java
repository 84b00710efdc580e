package io.universalmiddleware.gateway.webhook.sending;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Housekeeping lets go of deliveries that are too old, every ten minutes or so; several nodes may do it at once. */
final class Housekeeping implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final BooleanSupplier forgetSome;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param forgetSome {@link Forgetting#forgetSome} */
    Housekeeping(BooleanSupplier forgetSome) {
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

    void stop() {
        stopped.countDown();
    }

    private void forget() {
        try {
            while (stopped.getCount() > 0 && forgetSome.getAsBoolean()) {
                LOG.debug("Forgot a batch of old webhook deliveries");
            }
        } catch (RuntimeException away) {
            LOG.warn("Old webhook deliveries stay for now: {}", away.toString());
        }
    }
}
