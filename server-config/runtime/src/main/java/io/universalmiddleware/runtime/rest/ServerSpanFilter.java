package io.universalmiddleware.runtime.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.universalmiddleware.contracts.trace.TraceContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/**
 * Puts the server's own span of a request, where it makes one, between the caller's and those of the resource, and takes the query out of it, where
 * clients may have written whatever they keep secret.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class ServerSpanFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        Span span = Span.current();
        SpanContext server = span.getSpanContext();
        if (server.isValid()) {
            URI url = request.getUriInfo().getAbsolutePath();
            span.setAttribute("http.url", url.toString()).setAttribute("http.target", url.getRawPath());
            request.getHeaders()
                    .putSingle(
                            RequestIds.TRACEPARENT,
                            new TraceContext(server.getTraceId(), server.getSpanId(), server.isSampled())
                                    .traceparent());
        }
    }
}
