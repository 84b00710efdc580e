package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.log.LogContext;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/** Gives every request its ids, tells the client the request id, and keeps the log context while it is handled. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient Clock clock;

    @Inject
    public RequestFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestIds ids = RequestIds.of(
                request.getHeader(RequestIds.REQUEST_ID), request.getHeader(RequestIds.TRACEPARENT), clock);
        ids.attachTo(request);
        response.setHeader(RequestIds.REQUEST_ID, ids.requestId());
        try (LogContext.Scope requestId = LogContext.with("requestId", ids.requestId());
                LogContext.Scope traceId =
                        LogContext.with("traceId", ids.trace().traceId())) {
            chain.doFilter(new IdentifiedRequest(request, ids), response);
        }
    }
}
