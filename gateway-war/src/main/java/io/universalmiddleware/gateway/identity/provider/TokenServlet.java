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

    private final transient AuthenticatingClients clients;
    private final transient Granting granting;

    @Inject
    public TokenServlet(AuthenticatingClients clients, Granting granting) {
        this.clients = clients;
        this.granting = granting;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        String grant = sent.form().required("grant_type");
        if (!grant.equals(CLIENT_CREDENTIALS)) {
            throw new OAuthException(Code.UNSUPPORTED_GRANT_TYPE, "There is no such grant here.");
        }
        return granting.grant(
                clients.authenticate(sent, "issueToken"), sent.form().find("scope"));
    }
}
