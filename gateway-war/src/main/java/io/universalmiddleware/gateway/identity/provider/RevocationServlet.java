package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Map;

/** The revocation endpoint (RFC 7009): a client's own tokens end; any other is as one that does not count, and nothing is told of it. */
@WebServlet("/oauth2/revoke")
public class RevocationServlet extends OAuthEndpoint {
    private static final long serialVersionUID = 1L;

    private final transient AuthenticatingClients clients;
    private final transient Introspecting introspecting;
    private final transient ClientTokens tokens;

    @Inject
    public RevocationServlet(AuthenticatingClients clients, Introspecting introspecting, ClientTokens tokens) {
        this.clients = clients;
        this.introspecting = introspecting;
        this.tokens = tokens;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        RegisteredClient client = clients.authenticate(sent, "revokeToken");
        introspecting.idOfOwn(client, sent.form().required("token")).ifPresent(id -> tokens.revoke(client.id(), id));
        return Map.of();
    }
}
