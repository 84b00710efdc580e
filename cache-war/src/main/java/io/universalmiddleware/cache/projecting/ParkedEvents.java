package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the parked events that an operator has decided about: looks twice a second which keys are due, and projects what is
 * next for each until the key is free or an event cannot be taken again.
 *
 * <p>Every node looks; whichever comes first works on a key, and the others let it.
 */
public final class ParkedEvents implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);
    private static final int PERIOD_MILLIS = 500;

    private final ProjectingParked projecting;
    private final EventDelivery delivery;
    private final List<String> consumers;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public ParkedEvents(ProjectingParked projecting, EventDelivery delivery, Views views) {
        this.projecting = projecting;
        this.delivery = delivery;
        this.consumers = new ArrayList<>(views.consumers());
        consumers.add(Decoding.CONSUMER);
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped.countDown();
    }

    void look() throws InterruptedException {
        try {
            for (ParkedKey key : projecting.due(consumers)) {
                while (stopped.getCount() > 0 && workOn(key)) {
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
