package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.rest.Guard;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Takes what the platform's own login pages post, and nobody else's: another's page logs nobody in here. */
@WebServlet(LoginPage.PATH)
public class LoginServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingRequests reading;
    private final transient LoggingInToApplications logins;
    private final transient Guard guard;

    @Inject
    public LoginServlet(ReadingRequests reading, LoggingInToApplications logins, Guard guard) {
        this.reading = reading;
        this.logins = logins;
        this.guard = guard;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shownToOwnPages(request, response, () -> answer(request, response));
    }

    private void answer(HttpServletRequest posted, HttpServletResponse response) throws IOException {
        Form form = form(posted);
        Optional<AuthorizationRequest> request = valid(reading.read(form.required(LoginPage.REQUEST)), response);
        if (request.isPresent()) {
            guard.requireReady();
            logins.logIn(request.get(), form, Browser.of(posted)).write(response);
        }
    }
}
