package io.universalmiddleware.contracts.id;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7: 48 bits of milliseconds since 1970, then 74 random bits (RFC 9562, section 5.7).
 *
 * <p>Ids made later sort later, to the millisecond, which keeps B-tree inserts at the right edge.
 */
public final class Uuid7 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Uuid7() {}

    /** A new id at the clock's time. */
    public static UUID next(Clock clock) {
        return next(clock, RANDOM);
    }

    /**
     * A new id at the clock's time, from randomness of the caller's: for ids that are made so often that strong randomness costs too much, and
     * that it does not matter to guess.
     */
    public static UUID next(Clock clock, RandomGenerator random) {
        long millis = clock.millis();
        long high = (millis << 16) | 0x7000L | (random.nextInt() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
