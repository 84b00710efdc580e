package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the parked events that an operator has decided about: looks which keys are due, at once where the decision was made on
 * this node, else within two seconds, and projects what is next for each until the key is free or an event cannot be taken again.
 *
 * <p>Every node looks; whichever comes first works on a key, and the others let it.
 */
public final class ParkedEvents implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);
    private static final int PERIOD_MILLIS = 2_000;

    private final ProjectingParked projecting;
    private final EventDelivery delivery;
    private final List<String> consumers;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean stopped;

    public ParkedEvents(ProjectingParked projecting, EventDelivery delivery, Views views) {
        this.projecting = projecting;
        this.delivery = delivery;
        this.consumers = new ArrayList<>(views.consumers());
        consumers.add(Decoding.CONSUMER);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (woken.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
                look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped = true;
        wake();
    }

    /** Makes it look now. */
    public void wake() {
        woken.release();
    }

    void look() throws InterruptedException {
        if (stopped) {
            return;
        }
        try {
            for (ParkedKey key : projecting.due(consumers)) {
                while (!stopped && workOn(key)) {
                    LOG.debug("Worked on {} of {}", key.key(), key.consumer());
                }
            }
        } catch (RuntimeException away) { // or there would be no further look
            LOG.debug("Parked events could not be looked for", away);
        }
    }

    /** @return whether there may be more */
    private boolean workOn(ParkedKey key) throws InterruptedException {
        Optional<KeptMessage> message = projecting.next(key);
        if (message.isEmpty()) {
            return false;
        }
        try {
            return key.consumer().equals(Decoding.CONSUMER)
                    ? deliver(key, message.get())
                    : delivery.deliverParked(() -> projecting.project(key));
        } catch (RuntimeException fault) {
            if (SqlFault.isTransient(fault)) {
                throw fault;
            }
            projecting.failed(key, message.get(), cause(fault));
            return false;
        }
    }

    /** A record that could not be read when it came. */
    private boolean deliver(ParkedKey key, KeptMessage message) throws InterruptedException {
        delivery.deliverAgain(message);
        projecting.done(key);
        return true;
    }

    private static Exception cause(RuntimeException fault) {
        return fault instanceof PoisonException poison
                ? poison.found().values().iterator().next()
                : fault;
    }
}
