package io.universalmiddleware.gateway.pool;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a pool takes from outside: time and chance.
 *
 * @param clock for what people read
 * @param ticker nanoseconds that only grow, for everything measured
 * @param random gives a generator that the calling thread may use now
 */
public record Surroundings(Clock clock, LongSupplier ticker, Supplier<RandomGenerator> random) {
    public static Surroundings real(Clock clock) {
        return new Surroundings(clock, System::nanoTime, ThreadLocalRandom::current);
    }
}
