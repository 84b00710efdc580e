package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.authorize.RecognizingLogins.Recognized;
import io.universalmiddleware.gateway.identity.provider.Form;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Where providers send browsers back to that left the platform's login page for them (RFC 6749, section 4.1.2), each to its own place. The browser that
 * left alone holds what the login is finished with, so nobody is logged in by a link; and no other site ends the login.
 */
@WebServlet(LoginPage.ANSWERED + "/*")
public class ProviderAnswerServlet extends PageServlet {
    private static final long serialVersionUID = 1L;
    private static final String NONE =
            "There is no such login: it took too long, or was begun in another browser or by another provider. Go back to the application.";

    private final transient ReadingRequests reading;
    private final transient RecognizingLogins recognizing;
    private final transient LoggingInByProvider logins;

    @Inject
    public ProviderAnswerServlet(ReadingRequests reading, RecognizingLogins recognizing, LoggingInByProvider logins) {
        this.reading = reading;
        this.recognizing = recognizing;
        this.logins = logins;
    }

    @Override
    protected void doGet(HttpServletRequest brought, HttpServletResponse response) throws IOException {
        shown(response, () -> answer(brought, response));
    }

    private void answer(HttpServletRequest brought, HttpServletResponse response) throws IOException {
        Form answer = Form.parse(Objects.requireNonNullElse(brought.getQueryString(), ""));
        Optional<Recognized> login = recognizing.find(brought.getHeader("Cookie"), brought.getRequestURI(), answer);
        if (login.isEmpty()) {
            Page.refusal(HttpServletResponse.SC_BAD_REQUEST, NONE).write(response);
            return;
        }
        Optional<AuthorizationRequest> request = valid(reading.read(login.get().request()), response);
        if (request.isPresent()) {
            LoginOutcome outcome = logins.finish(request.get(), login.get().ticket(), answer, Browser.of(brought));
            response.addHeader("Set-Cookie", LoginOutcome.TICKET.taking());
            outcome.write(response);
        }
    }
}
