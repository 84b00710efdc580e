package io.universalmiddleware.gateway.identity.authorize;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The pages on which a user logs out. What the first posts names the request that it is for. */
final class LogoutPage {
    static final String ANSWERED = "/oauth2/logout/answer";
    static final String REQUEST = "request";

    private LogoutPage() {}

    /** Asks whether the user wants to. */
    static Page question(LogoutRequest request) {
        return new Page(
                HttpServletResponse.SC_OK,
                "Log out?",
                request.application()
                                .map(by -> "<p>" + Html.escaped(by.client().name())
                                        + " asks. You leave whatever you are logged in to here.</p>")
                                .orElse("<p>You leave whatever you are logged in to here.</p>")
                        + "<form method=\"post\" action=\"" + ANSWERED + "\">" + Html.hidden(REQUEST, request.text())
                        + "<button>Log out</button></form>",
                request.back().map(RedirectUris::source).orElse(""));
    }

    /** Sends the browser back, or says that the user is logged out. */
    static void leave(LogoutRequest request, HttpServletResponse response) throws IOException {
        if (request.back().isPresent()) {
            Page.redirect(response, request.back().get());
        } else {
            new Page(HttpServletResponse.SC_OK, "Logged out", "<p>You are logged out.</p>", "").write(response);
        }
    }
}
