package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.util.Optional;

/** The pages on which a user logs in to an application. What they post names the request that it is for. */
final class LoginPage {
    static final String PATH = "/oauth2/login";
    static final String REQUEST = "request";
    static final String EMAIL = "email";
    static final String PASSWORD = "password";
    static final String CHALLENGE = "challenge";
    static final String CODE = "code";

    private LoginPage() {}

    /** Asks for address and password. @param wrong what was wrong before; empty at first */
    static Page password(int status, AuthorizationRequest request, Optional<String> wrong) {
        return page(
                status,
                request,
                wrong,
                field(
                                EMAIL,
                                "E-mail address",
                                "type=\"email\" autocomplete=\"username\" value=\"" + Html.escaped(request.hint())
                                        + '"')
                        + field(PASSWORD, "Password", "type=\"password\" autocomplete=\"current-password\""));
    }

    /** Asks for the second factor. */
    static Page factor(int status, AuthorizationRequest request, OpaqueToken challenge, Optional<String> wrong) {
        return page(
                status,
                request,
                wrong,
                Html.hidden(CHALLENGE, challenge.text())
                        + field(CODE, "Code, or a recovery code", "autocomplete=\"one-time-code\""));
    }

    private static Page page(int status, AuthorizationRequest request, Optional<String> wrong, String fields) {
        return new Page(
                status,
                "Log in",
                "<p>to " + Html.escaped(request.application().client().name()) + "</p>"
                        + wrong.map(why -> "<p class=\"wrong\" role=\"alert\">" + Html.escaped(why) + "</p>")
                                .orElse("")
                        + "<form method=\"post\" action=\"" + PATH + "\">" + Html.hidden(REQUEST, request.text())
                        + fields
                        + "<button>Log in</button></form>",
                request.back().source());
    }

    private static String field(String name, String label, String attributes) {
        return "<label for=\"" + name + "\">" + label + "</label><input id=\"" + name + "\" name=\"" + name
                + "\" required " + attributes + '>';
    }
}
