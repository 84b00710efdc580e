package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.gateway.webhook.RetrySchedule;
import io.universalmiddleware.gateway.webhook.sending.Deliveries.Settled;
import io.universalmiddleware.persistence.webhook.DeliveryStatus;
import io.universalmiddleware.persistence.webhook.SettledAttempt;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Judging says what becomes of a delivery after an attempt. A trial is made once, and an endpoint that is gone is not asked again. */
record Judging(RetrySchedule schedule, DoubleSupplier chance) {

    /** @param at when the attempt began */
    Settled settle(TakenDelivery taken, Answer answer, Instant at, Duration took) {
        Instant ended = at.plus(took);
        Optional<Duration> pause = answer.isDelivered() || answer.isGone() || taken.trial()
                ? Optional.empty()
                : schedule.after(taken.tries() + 1, chance.getAsDouble(), answer.retryAfter());
        DeliveryStatus outcome = answer.isDelivered()
                ? DeliveryStatus.DELIVERED
                : pause.isPresent() ? DeliveryStatus.PENDING : DeliveryStatus.FAILED;
        return new Settled(
                taken.endpoint(),
                new SettledAttempt(
                        taken.id(),
                        taken.claim(),
                        at,
                        took.toMillis(),
                        answer.status(),
                        answer.error(),
                        answer.text(),
                        outcome,
                        ended.plus(pause.orElse(Duration.ZERO))),
                answer.isGone(),
                taken.trial());
    }
}
