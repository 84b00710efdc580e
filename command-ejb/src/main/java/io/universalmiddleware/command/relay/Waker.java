package io.universalmiddleware.command.relay;

import io.universalmiddleware.contracts.command.OutboxAppended;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets the node's relay sleep until something was appended here, or its pause is over. */
@ApplicationScoped
public class Waker {
    private final Semaphore signal = new Semaphore(0);

    /** Ends the pause once the transaction that appended has committed. */
    public void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxAppended event) {
        wake();
    }

    void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /** Sleeps; answers whether it was woken. */
    boolean sleep(Duration atMost) {
        try {
            boolean woken = signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            signal.drainPermits();
            return woken;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
