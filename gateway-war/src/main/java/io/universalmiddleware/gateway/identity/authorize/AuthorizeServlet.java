package io.universalmiddleware.gateway.identity.authorize;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The authorization endpoint (RFC 6749, section 3.1): sends the browser of whoever is logged in back with a code, and shows others where to
 * log in.
 */
@WebServlet("/oauth2/authorize")
public class AuthorizeServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingRequests reading;
    private final transient Authorizing authorizing;
    private final transient OfferingLogins offering;

    @Inject
    public AuthorizeServlet(ReadingRequests reading, Authorizing authorizing, OfferingLogins offering) {
        this.reading = reading;
        this.authorizing = authorizing;
        this.offering = offering;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shown(response, () -> answer(request, request.getQueryString(), response));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shown(response, () -> answer(request, form(request).text(), response));
    }

    private void answer(HttpServletRequest asked, String text, HttpServletResponse response) throws IOException {
        Optional<AuthorizationRequest> request = valid(reading.read(text), response);
        if (request.isPresent()) {
            answer(asked, request.get(), response);
        }
    }

    private void answer(HttpServletRequest asked, AuthorizationRequest request, HttpServletResponse response)
            throws IOException {
        Optional<String> url = authorizing.answer(request, Browser.of(asked));
        if (url.isPresent()) {
            Page.redirect(response, url.get());
        } else if (request.isSilent()) {
            Page.redirect(response, request.back().withError(AuthorizationError.LOGIN_REQUIRED));
        } else {
            offering.page(HttpServletResponse.SC_OK, request, Optional.empty()).write(response);
        }
    }
}
