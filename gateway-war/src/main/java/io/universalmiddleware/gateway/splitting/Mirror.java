package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.gateway.document.Section;
import java.util.Set;

/**
 * A mirror sends copies of some requests of a route to a second origin, whose answers nobody sees ({@code "mirror"} of a
 * route).
 *
 * <p>Not mirrored: bodies of unknown length or above the cap, upgrades, and what would be more copies in flight than are
 * allowed. Credentials are in the copies too.
 *
 * @param origin by name
 * @param buckets of {@link Buckets#COUNT}
 * @param maxBytes of a body
 * @param inFlight copies at once, on each node
 */
public record Mirror(String origin, int buckets, int maxBytes, int inFlight) {

    /**
     * Reads {@code origin}, {@code percent} (100; 0 to 100), {@code maxBytes} (64 KiB; 0 to 1 MiB), {@code inFlight} (32; 1
     * to 1000).
     */
    public static Mirror read(Section in) {
        return new Mirror(
                in.required("origin"),
                (int) Math.round(in.number("percent", 100, 0, 100) * Buckets.COUNT / 100),
                in.integer("maxBytes", 65_536, 0, 1_048_576),
                in.integer("inFlight", 32, 1, 1_000));
    }

    /** The origins that it names. */
    public Set<String> origins() {
        return Set.of(origin);
    }
}
