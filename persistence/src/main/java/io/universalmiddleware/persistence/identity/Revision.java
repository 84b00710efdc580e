package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A revision tells a state of something from all others: the microsecond since 1970 at which it came about, each in one of its own. */
public final class Revision {
    private Revision() {}

    static long of(Instant changedAt) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, changedAt);
    }

    /** When what was changed before is changed: now, or just after that where the clock has not gone on since. */
    public static Instant after(Instant before, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        return at.isAfter(before) ? at : before.plus(1, ChronoUnit.MICROS);
    }
}
