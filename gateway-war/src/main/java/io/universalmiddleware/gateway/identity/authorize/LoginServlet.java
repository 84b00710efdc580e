package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Refused;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Unusable;
import io.universalmiddleware.gateway.identity.authorize.ReadRequest.Valid;
import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.request.Client;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes what the platform's own login pages post, and nobody else's: another's page logs nobody in here. */
@WebServlet(LoginPage.PATH)
public class LoginServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingRequests reading;
    private final transient LoggingInToApplications logins;

    @Inject
    public LoginServlet(ReadingRequests reading, LoggingInToApplications logins) {
        this.reading = reading;
        this.logins = logins;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shownToOwnPages(request, response, () -> answer(request, response));
    }

    private void answer(HttpServletRequest posted, HttpServletResponse response) throws IOException {
        Form form = form(posted);
        ReadRequest read = reading.read(form.required(LoginPage.REQUEST));
        if (read instanceof Unusable unusable) {
            Page.refusal(HttpServletResponse.SC_BAD_REQUEST, unusable.why()).write(response);
        } else if (read instanceof Refused refused) {
            Page.redirect(response, refused.back().withError(refused.error()));
        } else {
            answer(((Valid) read).request(), form, Client.of(posted), response);
        }
    }

    private void answer(AuthorizationRequest request, Form form, Client client, HttpServletResponse response)
            throws IOException {
        LoggingInToApplications.Outcome outcome = logins.logIn(request, form, client);
        if (outcome instanceof LoggingInToApplications.Outcome.In in) {
            response.addHeader("Set-Cookie", SessionCookie.handing(in.sent().cookie()));
            Page.redirect(response, in.sent().url());
        } else {
            ((LoggingInToApplications.Outcome.Asked) outcome).page().write(response);
        }
    }
}
