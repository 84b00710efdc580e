package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A request, as far as it decides which route takes it.
 *
 * @param host lower case, without a port
 * @param path canonical
 * @param query without its question mark; null if there is none
 */
public record RouteQuestion(
        String method, String host, String path, @Nullable String query, Fields fields) {

    /** The same with another method. */
    public RouteQuestion method(String other) {
        return new RouteQuestion(other, host, path, query, fields);
    }
}
