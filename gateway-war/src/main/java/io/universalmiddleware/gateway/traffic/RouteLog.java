package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.document.Section;

/**
 * How much of a route's traffic is written down request by request. What is counted is always everything.
 *
 * @param sample the part of the requests that is kept, when {@code keep} says so
 */
public record RouteLog(Keep keep, double sample) {
    /** Every request. */
    public static final RouteLog ALL = new RouteLog(Keep.ALL, 1);

    /** What is kept. */
    public enum Keep {
        ALL,
        /** Some of them, and all that the server's side failed at (5xx). */
        SAMPLED,
        NONE
    }

    /** Reads the fields {@code log} and {@code logSample} of a route. */
    public static RouteLog read(Section in) {
        Keep keep = in.choice("log", Keep.class, Keep.ALL);
        double sample = in.number("logSample", 0.01, 0.0001, 1);
        if (in.has("logSample") && keep != Keep.SAMPLED) {
            in.violation("logSample", "is for \"log\": \"sampled\" alone");
        }
        return keep == Keep.ALL ? ALL : new RouteLog(keep, sample);
    }

    /** @param chance a random number from 0 to 1 */
    boolean keeps(int status, double chance) {
        return keep == Keep.ALL || (keep == Keep.SAMPLED && (status >= 500 || chance < sample));
    }
}
