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

/** Puts the server's own span of a request, where it makes one, between the caller's and those of the resource. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class ServerSpanFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        SpanContext server = Span.current().getSpanContext();
        if (server.isValid()) {
            request.getHeaders()
                    .putSingle(
                            RequestIds.TRACEPARENT,
                            new TraceContext(server.getTraceId(), server.getSpanId(), server.isSampled())
                                    .traceparent());
        }
    }
}
