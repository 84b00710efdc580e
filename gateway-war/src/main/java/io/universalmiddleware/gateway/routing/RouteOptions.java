package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.document.Section;

/**
 * Route options say what a route takes beyond what every route does.
 *
 * @param maxBody bytes of a request's body, else 413; the listener's own limit if that is smaller
 * @param ambiguousPaths whether it takes paths that servers read differently, as they came
 */
public record RouteOptions(long maxBody, boolean ambiguousPaths) {
    private static final long LARGEST = 1L << 40;

    /** Reads the fields {@code maxBody} (bytes) and {@code ambiguousPaths} of a route. */
    public static RouteOptions read(Section in) {
        return new RouteOptions(in.whole("maxBody", LARGEST, 0, LARGEST), in.flag("ambiguousPaths", false));
    }
}
