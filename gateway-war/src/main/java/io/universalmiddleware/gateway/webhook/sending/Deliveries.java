package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.persistence.webhook.SettledAttempt;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The deliveries as they are stored; each method is a transaction. */
interface Deliveries {

    /** Takes what is due. An endpoint without a secret is given one. */
    List<TakenDelivery> take(TakeRequest request);

    /**
     * Settles what was sent. What another node has taken meanwhile is left to that one.
     *
     * @return the endpoints that are disabled for it
     */
    List<Disabled> settle(List<Settled> settled, Instant now);

    /** Gives back what was not sent. */
    void putBack(List<Returned> returned);

    /** What came of a delivery. @param gone whether its endpoint wants nothing any more @param trial whether its failure says nothing */
    record Settled(UUID endpoint, SettledAttempt attempt, boolean gone, boolean trial) {}

    /** A delivery that was not sent. @param due when it is to be */
    record Returned(UUID delivery, long claim, Instant due) {}

    /** An endpoint that the platform gives up. */
    record Disabled(UUID endpoint, String reason) {}
}
