package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A page of the platform's own for users: without script, in nobody's frame, kept by no cache.
 *
 * @param body HTML
 * @param formsLeadTo what its forms may lead to, besides this platform (Content Security Policy 3, section 6.4.2); may be empty
 */
record Page(int status, String title, String body, String formsLeadTo) {
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:24rem;margin:12vh auto;padding:0 1rem;color:#1c1e21;background:#fff}"
                    + "label{display:block;margin:1rem 0 .25rem}input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit}"
                    + "button{margin-top:1.5rem;padding:.5rem 1.5rem;font:inherit}.wrong{color:#a3001b}";
    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(OpaqueToken.sha256(STYLE))
            + "'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /** A page that says why nothing happens. */
    static Page refusal(int status, String why) {
        return new Page(status, "That does not work", "<p>" + Html.escaped(why) + "</p>", "");
    }

    /** As {@link #refusal}, of who has tried too often. */
    static Page tooMany() {
        return refusal(ProblemType.TOO_MANY_REQUESTS.status(), "Too many attempts: please wait a while.");
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "1");
        }
        guard(response);
        response.setHeader("Content-Security-Policy", (POLICY + ' ' + formsLeadTo).strip());
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream()
                .write(("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                                + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + Html.escaped(title)
                                + "</title><style>" + STYLE + "</style></head><body><h1>" + Html.escaped(title)
                                + "</h1>" + body + "</body></html>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the browser elsewhere, which is not told from where. */
    static void redirect(HttpServletResponse response, String url) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        guard(response);
        response.setHeader("Location", url);
    }

    /** {@code Origin} goes to pages of this host still, which says that a form is our own. */
    private static void guard(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
    }
}
