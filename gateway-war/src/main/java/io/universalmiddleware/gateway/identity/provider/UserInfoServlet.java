package io.universalmiddleware.gateway.identity.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.token.ApplicationScopes;
import io.universalmiddleware.token.Identity;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The userinfo endpoint (OpenID Connect Core 1.0, section 5.3): tells an application of the user whose access token it shows, as far as the
 * token's scopes go. Refusals are those of RFC 6750, section 3.
 */
@WebServlet("/oauth2/userinfo")
public class UserInfoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEME = "Bearer ";

    private final transient GrantedTokens tokens;
    private final transient UserInfo users;

    @Inject
    public UserInfoServlet(GrantedTokens tokens, UserInfo users) {
        this.tokens = tokens;
        this.users = users;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Access-Control-Allow-Origin", "*");
        @Nullable String credentials = request.getHeader("Authorization");
        if (credentials == null || !credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "");
            return;
        }
        Optional<Identity> identity =
                tokens.identify(credentials.substring(SCHEME.length()).strip());
        if (identity.isEmpty()) {
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, " error=\"invalid_token\"");
        } else if (!identity.get().scopes().contains(ApplicationScopes.OPENID)) {
            refuse(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    " error=\"insufficient_scope\", scope=\"" + ApplicationScopes.OPENID + '"');
        } else {
            tell(identity.get(), response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    /** Pages of applications ask too; they bring no cookie, and get nothing without a token (Fetch, section 3.3). */
    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader("Access-Control-Allow-Headers", "Authorization");
    }

    private void tell(Identity identity, HttpServletResponse response) throws IOException {
        Optional<Map<String, Object>> claims;
        try {
            claims = Refusals.stored(() -> users.of(identity));
        } catch (ProblemException away) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        if (claims.isEmpty()) {
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, " error=\"invalid_token\"");
            return;
        }
        response.setContentType("application/json");
        response.getOutputStream().write(JSON.writeValueAsBytes(claims.get()));
    }

    private static void refuse(HttpServletResponse response, int status, String why) {
        response.setStatus(status);
        response.setHeader("WWW-Authenticate", "Bearer" + why);
    }
}
