package io.universalmiddleware.runtime.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/** The error page: answers with a problem what fails before or beside the resources. */
@WebServlet(ProblemServlet.PATH)
public class ProblemServlet extends HttpServlet {
    /** Where the container dispatches errors to; the web descriptor names it. */
    static final String PATH = "/problem";

    private static final long serialVersionUID = 1L;

    private final transient ObjectMapper mapper;
    private final transient Clock clock;

    @Inject
    public ProblemServlet(ObjectMapper mapper, Clock clock) {
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String requestId = requestId(request);
        Problem problem = Faults.ofStatus(status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND)
                .at(path instanceof String uri ? uri : request.getRequestURI(), requestId);
        response.setStatus(problem.status());
        response.setHeader(RequestIds.REQUEST_ID, requestId);
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        BrowserGuards.on(response);
        response.setContentType(Problem.MEDIA_TYPE);
        mapper.writeValue(response.getOutputStream(), problem);
    }

    /** A request that authentication refused has not passed the filter that gives ids. */
    private String requestId(HttpServletRequest request) {
        RequestIds ids = RequestIds.of(request);
        return ids != null
                ? ids.requestId()
                : RequestIds.of(request.getHeader(RequestIds.REQUEST_ID), null, clock)
                        .requestId();
    }
}
