package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Unusable;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import io.universalmiddleware.gateway.identity.request.Client;
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

    @Inject
    public AuthorizeServlet(ReadingRequests reading, Authorizing authorizing) {
        this.reading = reading;
        this.authorizing = authorizing;
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
        ReadRequest read = reading.read(text);
        if (read instanceof Unusable unusable) {
            Page.refusal(HttpServletResponse.SC_BAD_REQUEST, unusable.why()).write(response);
        } else if (read instanceof Refused refused) {
            Page.redirect(response, refused.back().withError(refused.error()));
        } else {
            answer(asked, ((Valid) read).request(), response);
        }
    }

    private void answer(HttpServletRequest asked, AuthorizationRequest request, HttpServletResponse response)
            throws IOException {
        Optional<String> url =
                authorizing.answer(request, SessionCookie.in(asked.getHeader("Cookie")), Client.of(asked));
        if (url.isPresent()) {
            Page.redirect(response, url.get());
        } else if (request.isSilent()) {
            Page.redirect(response, request.back().withError(AuthorizationError.LOGIN_REQUIRED));
        } else {
            LoginPage.password(HttpServletResponse.SC_OK, request, Optional.empty())
                    .write(response);
        }
    }
}
