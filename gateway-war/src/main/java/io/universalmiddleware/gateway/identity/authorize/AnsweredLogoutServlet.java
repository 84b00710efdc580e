package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes the word of users who were asked whether they want to log out: from the platform's own page alone. */
@WebServlet(LogoutPage.ANSWERED)
public class AnsweredLogoutServlet extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient ReadingLogouts reading;
    private final transient LoggingOutOfApplications logouts;

    @Inject
    public AnsweredLogoutServlet(ReadingLogouts reading, LoggingOutOfApplications logouts) {
        this.reading = reading;
        this.logouts = logouts;
    }

    @Override
    protected void doPost(HttpServletRequest posted, HttpServletResponse response) throws IOException {
        shownToOwnPages(posted, response, () -> {
            LogoutRequest request =
                    reading.read(form(posted).find(LogoutPage.REQUEST).orElse(""));
            logouts.logOutAsAnswered(request, SessionCookie.in(posted.getHeader("Cookie")));
            response.addHeader("Set-Cookie", SessionCookie.taking());
            LogoutPage.leave(request, response);
        });
    }
}
