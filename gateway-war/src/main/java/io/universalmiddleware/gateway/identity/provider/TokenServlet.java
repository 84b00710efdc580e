package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Map;

/** The token endpoint (RFC 6749, section 3.2). */
@WebServlet("/oauth2/token")
public class TokenServlet extends OAuthEndpoint {
    private static final long serialVersionUID = 1L;
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String REFRESH_TOKEN = "refresh_token";
    private static final String ACTION = "issueToken";

    private final transient AuthenticatingClients clients;
    private final transient Granting granting;
    private final transient ApplicationGranting applications;

    @Inject
    public TokenServlet(AuthenticatingClients clients, Granting granting, ApplicationGranting applications) {
        this.clients = clients;
        this.granting = granting;
        this.applications = applications;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        String grant = sent.form().required("grant_type");
        return switch (grant) {
            case CLIENT_CREDENTIALS ->
                granting.grant(clients.serviceAccount(sent, ACTION), sent.form().find("scope"));
            case AUTHORIZATION_CODE -> applications.byCode(clients.application(sent, ACTION), sent);
            case REFRESH_TOKEN -> applications.byRefreshToken(clients.application(sent, ACTION), sent);
            default -> throw new OAuthException(Code.UNSUPPORTED_GRANT_TYPE, "There is no such grant here.");
        };
    }
}
