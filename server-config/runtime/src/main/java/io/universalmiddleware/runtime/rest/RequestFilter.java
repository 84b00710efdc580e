package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.log.LogContext;
import io.universalmiddleware.contracts.rows.RowScope;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its ids, tells the client the request id and browsers what not to do with the answer, and keeps the log context and the row scope while it is handled: nobody's
 * rows until it is known whose request it is.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");
    private static final String CLIENTS = "/oauth2/";

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
        BrowserGuards.on(response);
        try (RowScope.Entry rows = atFirst(request).enter();
                LogContext.Scope requestId = LogContext.with("requestId", ids.requestId());
                LogContext.Scope traceId =
                        LogContext.with("traceId", ids.trace().traceId())) {
            if (hasUnmeantBody(request)) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
                return;
            }
            long start = System.nanoTime();
            chain.doFilter(new IdentifiedRequest(request, ids), response);
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{} {}: {} after {} ms",
                        request.getMethod(),
                        request.getRequestURI(),
                        request.isAsyncStarted() ? "to be answered" : response.getStatus(),
                        (System.nanoTime() - start) / 1_000_000);
            }
        }
    }

    /** Servlets of clients (RFC 6749) find out for themselves whose request it is, as methods do that are open to all. */
    private static RowScope atFirst(HttpServletRequest request) {
        return request.getServletPath().startsWith(CLIENTS) ? RowScope.PLATFORM : RowScope.NOBODY;
    }

    /** A body of a request whose method gives it no meaning (RFC 9110, section 9.3.1) may be another's request. */
    private static boolean hasUnmeantBody(HttpServletRequest request) {
        return BODILESS.contains(request.getMethod())
                && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null);
    }
}
