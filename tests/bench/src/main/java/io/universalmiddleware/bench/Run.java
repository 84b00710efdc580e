package io.universalmiddleware.bench;

import io.universalmiddleware.bench.edge.Part;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * A run is one measurement as it was asked for.
 *
 * @param checkout where the peers' programs and the uber-jar are
 * @param results where everything is written
 * @param rounds of each figure; the median counts
 * @param round how long a round lasts
 * @param warmUp how long each load runs before anything counts
 * @param steady how long the load is steady before it is looked at what grew
 * @param history rows of commands, events and inbox that are there before anything is measured
 * @param javaOptions of the platform's JVM, separated by spaces
 * @param profile whether the platform is recorded by Java Flight Recorder
 * @param parts of the suite {@code edge} that are measured; empty for all
 * @param largeBody bytes of the body that counts as large
 */
public record Run(
        Path checkout,
        Path jar,
        Path results,
        int rounds,
        Duration round,
        Duration warmUp,
        Duration steady,
        long history,
        String javaOptions,
        boolean profile,
        Set<Part> parts,
        long largeBody,
        PrintStream out) {

    /** Tells people what goes on. */
    public void say(String format, Object... values) {
        out.println("  " + format.formatted(values));
    }

    public Path peer(String name) {
        return checkout.resolve("tests/bench/peers").resolve(name);
    }
}
