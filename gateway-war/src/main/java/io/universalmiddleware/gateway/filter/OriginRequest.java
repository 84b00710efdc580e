package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import io.universalmiddleware.gateway.pool.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * An origin request is a request of the edge's own to a route's origin, which lives on when the client that caused it has
 * gone.
 *
 * @param query without its question mark; null for none
 * @param request what the origin is told; what the edge says itself (forwarding, request id, trace) is among it
 * @param answer what the pool would have put on an answer: nobody sees it
 * @param body empty for none; never changed
 */
public record OriginRequest(
        RouteScope scope,
        String method,
        String host,
        String path,
        @Nullable String query,
        String clientAddress,
        FieldList request,
        Fields answer,
        byte[] body)
        implements Visitor {

    /** The same with another method and without a body. */
    public OriginRequest method(String other) {
        return new OriginRequest(scope, other, host, path, query, clientAddress, request, answer, new byte[0]);
    }

    /** The same, to another of the tenant's origins. */
    public OriginRequest to(RouteScope other) {
        return new OriginRequest(other, method, host, path, query, clientAddress, request, answer, body);
    }
}
