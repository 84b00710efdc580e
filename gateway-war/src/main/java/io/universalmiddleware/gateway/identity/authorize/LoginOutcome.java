package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.http.PlatformCookie;
import io.universalmiddleware.gateway.identity.browser.HostCookie;
import io.universalmiddleware.gateway.identity.browser.SessionCookie;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** What a browser gets whose user logs in to an application. */
sealed interface LoginOutcome {
    /** By it a browser holds a login that a provider is to finish: it is finished there and nowhere else. */
    HostCookie TICKET = new HostCookie(PlatformCookie.LOGIN);

    void write(HttpServletResponse response) throws IOException;

    /** It holds the session, and goes on. */
    record In(LoggedIn.Sent sent) implements LoginOutcome {
        @Override
        public void write(HttpServletResponse response) {
            response.addHeader("Set-Cookie", SessionCookie.handing(sent.cookie()));
            Page.redirect(response, sent.url());
        }
    }

    /** Its user is asked further. */
    record Asked(Page page) implements LoginOutcome {
        @Override
        public void write(HttpServletResponse response) throws IOException {
            page.write(response);
        }
    }

    /** It is to be tried again later. */
    record TooMany(Duration again) implements LoginOutcome {
        @Override
        public void write(HttpServletResponse response) throws IOException {
            response.setHeader("Retry-After", Long.toString(Refusals.seconds(again)));
            Page.tooMany().write(response);
        }
    }

    /**
     * It leaves for a provider, which is to finish the login. By a page, since browsers hold redirects to what the form before may lead to (Content
     * Security Policy 3, section 6.4.2).
     */
    record Leaving(String provider, Begun begun) implements LoginOutcome {
        @Override
        public void write(HttpServletResponse response) throws IOException {
            String url = begun.url().toString();
            response.addHeader(
                    "Set-Cookie", TICKET.handing(new OpaqueToken(begun.ticket().text()), PendingLogins.LIFE));
            response.setHeader("Refresh", "0; url=" + url);
            new Page(
                            HttpServletResponse.SC_OK,
                            "Log in",
                            "<p><a href=\"" + Html.escaped(url) + "\">Continue with " + Html.escaped(provider)
                                    + "</a></p>",
                            "")
                    .write(response);
        }
    }
}
