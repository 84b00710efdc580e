package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Keeps records that are no events as dead letters; nothing waits behind them, since it is not known what they were about. */
@ApplicationScoped
public class KeepingUndecodable {
    private Parking parking;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected KeepingUndecodable() {}

    @Inject
    public KeepingUndecodable(Parking parking, Clock clock) {
        this.parking = parking;
        this.clock = clock;
    }

    /** Keeps a record, in a transaction of its own; again, it does nothing. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void keep(KeptMessage message, String reason) {
        parking.bury(message, ProjectingBatch.failure(new UndecodableException(reason), clock.instant()));
    }
}
