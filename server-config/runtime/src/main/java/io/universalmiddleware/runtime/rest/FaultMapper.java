package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every fault of a resource with a problem (RFC 9457), and logs those that are the platform's own.
 *
 * <p>No bean: each application of resources makes one of its own, since the request that it is given is that application's.
 */
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultMapper.class);
    private static final List<String> KEPT =
            List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.LOCATION, HttpHeaders.WWW_AUTHENTICATE);
    private static final int INTERNAL = 500;
    private static final int UNAUTHENTICATED = 401;
    private static final int UNAVAILABLE = 503;

    @Context
    @Nullable
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable fault) {
        if (fault instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse();
        }
        Problem problem = Faults.problem(fault);
        if (problem.status() == INTERNAL) {
            LOG.error("Request failed", fault);
        }
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(ProblemBody.of(atRequest(problem), fault));
        if (fault instanceof WebApplicationException web) {
            KEPT.forEach(name -> keep(web.getResponse(), name, answer));
        }
        if (problem.status() == UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, null).header(HttpHeaders.WWW_AUTHENTICATE, challenge(fault));
        }
        if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, null).header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.build();
    }

    private static String challenge(Throwable fault) {
        return fault instanceof ProblemException told ? told.challenge().orElse("Bearer") : "Bearer";
    }

    private static void keep(Response from, String name, Response.ResponseBuilder to) {
        String value = from.getHeaderString(name);
        if (value != null) {
            to.header(name, value);
        }
    }

    private Problem atRequest(Problem problem) {
        HttpServletRequest current = Objects.requireNonNull(request, "no request");
        RequestIds ids = RequestIds.of(current);
        return problem.at(current.getRequestURI(), ids == null ? null : ids.requestId());
    }
}
