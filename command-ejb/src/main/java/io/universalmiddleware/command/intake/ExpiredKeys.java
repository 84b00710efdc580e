package io.universalmiddleware.command.intake;

import io.universalmiddleware.persistence.command.IdempotencyRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Removes idempotency keys whose time is over, a batch in a transaction. */
@ApplicationScoped
public class ExpiredKeys {
    private static final int BATCH = 1_000;

    private IdempotencyRepository keys;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ExpiredKeys() {}

    @Inject
    ExpiredKeys(IdempotencyRepository keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Answers whether there may be more. */
    @Transactional
    boolean remove() {
        return keys.removeExpired(clock.instant(), BATCH) == BATCH;
    }
}
