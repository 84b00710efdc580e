package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages on which a user logs in to an application. What they post names the request that it is for. */
final class LoginPage {
    static final String PATH = "/oauth2/login";
    static final String REQUEST = "request";
    static final String EMAIL = "email";
    static final String PASSWORD = "password";
    static final String CHALLENGE = "challenge";
    static final String CODE = "code";
    static final String PROVIDER = "provider";
    /** Where the page posts the provider's name. */
    static final String BY_PROVIDER = PATH + "/provider";
    /** Below it each provider has a place of its own, to which it sends browsers back. */
    static final String ANSWERED = PATH + "/callback";

    private LoginPage() {}

    /**
     * The redirect URI of a provider whose users log in on the platform's page. No other has the same, so that no code of one is taken to another
     * (RFC 9700, section 4.4.2).
     *
     * @param provider its name
     */
    static String callback(AuthorizationRequest request, String provider) {
        return request.back().issuer()
                + ANSWERED
                + '/'
                + request.application().client().tenant().value()
                + '/'
                + provider;
    }

    /**
     * Asks for address and password, or for the provider to log in by.
     *
     * @param wrong what was wrong before; empty at first
     * @param providers their names
     */
    static Page password(int status, AuthorizationRequest request, Optional<String> wrong, List<String> providers) {
        return page(
                status,
                request,
                wrong,
                field(
                                EMAIL,
                                "E-mail address",
                                "type=\"email\" autocomplete=\"username\" value=\"" + Html.escaped(request.hint())
                                        + '"')
                        + field(PASSWORD, "Password", "type=\"password\" autocomplete=\"current-password\""),
                providers(request, providers));
    }

    /** Asks for the second factor. */
    static Page factor(int status, AuthorizationRequest request, OpaqueToken challenge, Optional<String> wrong) {
        return page(
                status,
                request,
                wrong,
                Html.hidden(CHALLENGE, challenge.text())
                        + field(CODE, "Code, or a recovery code", "autocomplete=\"one-time-code\""),
                "");
    }

    private static Page page(
            int status, AuthorizationRequest request, Optional<String> wrong, String fields, String further) {
        return new Page(
                status,
                "Log in",
                "<p>to " + Html.escaped(request.application().client().name()) + "</p>"
                        + wrong.map(why -> "<p class=\"wrong\" role=\"alert\">" + Html.escaped(why) + "</p>")
                                .orElse("")
                        + "<form method=\"post\" action=\"" + PATH + "\">" + Html.hidden(REQUEST, request.text())
                        + fields
                        + "<button>Log in</button></form>" + further,
                request.back().source());
    }

    private static String providers(AuthorizationRequest request, List<String> names) {
        return names.isEmpty()
                ? ""
                : "<form method=\"post\" action=\"" + BY_PROVIDER + "\">" + Html.hidden(REQUEST, request.text())
                        + names.stream().map(LoginPage::button).collect(Collectors.joining()) + "</form>";
    }

    private static String button(String provider) {
        String name = Html.escaped(provider);
        return "<button name=\"" + PROVIDER + "\" value=\"" + name + "\">Continue with " + name + "</button> ";
    }

    private static String field(String name, String label, String attributes) {
        return "<label for=\"" + name + "\">" + label + "</label><input id=\"" + name + "\" name=\"" + name
                + "\" required " + attributes + '>';
    }
}
