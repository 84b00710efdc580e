package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The end-session endpoint (OpenID Connect RP-Initiated Logout 1.0, section 2): ends the session of an ID token and sends the browser back, or
 * asks the user.
 */
@WebServlet("/oauth2/logout")
public class LogoutServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingLogouts reading;
    private final transient LoggingOutOfApplications logouts;

    @Inject
    public LogoutServlet(ReadingLogouts reading, LoggingOutOfApplications logouts) {
        this.reading = reading;
        this.logouts = logouts;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shown(response, () -> answer(request, Objects.requireNonNullElse(request.getQueryString(), ""), response));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        shown(response, () -> answer(request, form(request).text(), response));
    }

    private void answer(HttpServletRequest asked, String text, HttpServletResponse response) throws IOException {
        LogoutRequest request = reading.read(text);
        Optional<String> secret = SessionCookie.in(asked.getHeader("Cookie"));
        if (!logouts.logOut(request, secret)) {
            LogoutPage.question(request).write(response);
            return;
        }
        // a browser whose cookie did not come with another site's form may hold another session
        if (secret.isPresent()) {
            response.addHeader("Set-Cookie", SessionCookie.taking());
        }
        LogoutPage.leave(request, response);
    }
}
