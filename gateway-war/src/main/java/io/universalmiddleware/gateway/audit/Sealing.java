package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.gateway.rounds.Rounds;
import io.universalmiddleware.persistence.audit.ChainHead;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealing puts what has committed into the audit's chain every few seconds, on one node at a time, and looks after its months.
 *
 * <p>The chain's head is written to the log once in a while when it has moved: against that a chain that was made anew is found.
 */
final class Sealing implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final int AT_ONCE = 500;
    private static final long HEAD_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long UPKEEP_NANOS = TimeUnit.HOURS.toNanos(1);

    private final AuditStore store;
    private final Duration pause;
    private final int keepMonths;
    private final Rounds rounds = new Rounds();
    private long upkeepAt = System.nanoTime();
    private long headAt = System.nanoTime() + HEAD_NANOS;
    private long toldSeq;
    private boolean away;

    Sealing(AuditStore store, AuditSettings settings) {
        this.store = store;
        this.pause = settings.sealEvery();
        this.keepMonths = settings.keepMonths();
    }

    @Override
    public void run() {
        rounds.goOn(pause, this::round);
    }

    /** Ends {@link #run} soon. */
    void stop() {
        rounds.stop();
    }

    private void round() {
        try {
            upkeep();
            OptionalInt sealed;
            do {
                sealed = store.seal(AT_ONCE);
            } while (sealed.orElse(0) == AT_ONCE && !rounds.isStopped());
            tellHead();
            away = false;
        } catch (RuntimeException fault) {
            if (!away) {
                LOG.warn("The audit cannot be sealed now: {}", fault.toString());
            }
            away = true;
        }
    }

    private void upkeep() {
        long now = System.nanoTime();
        if (now - upkeepAt >= 0) {
            store.prepare();
            if (keepMonths > 0) {
                store.retire(keepMonths).forEach(month -> LOG.info("The audit has let go of {}", month));
            }
            upkeepAt = now + UPKEEP_NANOS;
        }
    }

    private void tellHead() {
        long now = System.nanoTime();
        if (now - headAt >= 0) {
            ChainHead head = store.head();
            if (head.seq() != toldSeq) {
                LOG.info("The audit's head is {}:{}", head.seq(), head.hash());
                toldSeq = head.seq();
            }
            headAt = now + HEAD_NANOS;
        }
    }
}
