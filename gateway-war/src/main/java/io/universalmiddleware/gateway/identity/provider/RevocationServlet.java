package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.gateway.identity.provider.AuthenticatingClients.Known;
import io.universalmiddleware.persistence.identity.Application;
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
    private final transient RefreshingGrants grants;

    @Inject
    public RevocationServlet(
            AuthenticatingClients clients, Introspecting introspecting, ClientTokens tokens, RefreshingGrants grants) {
        this.clients = clients;
        this.introspecting = introspecting;
        this.tokens = tokens;
        this.grants = grants;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        Known client = clients.know(sent, "revokeToken");
        String token = sent.form().required("token");
        client.application()
                .ifPresentOrElse(application -> revoke(application, token), () -> revoke(client.client(), token));
        return Map.of();
    }

    private void revoke(RegisteredClient client, String token) {
        introspecting.idOfOwn(client, token).ifPresent(id -> tokens.revoke(client.id(), id));
    }

    /** With one of its tokens the whole grant ends, the others included. */
    private void revoke(Application application, String token) {
        if (!grants.endBy(application, token)) {
            introspecting.grantOfOwn(application, token).ifPresent(grant -> grants.end(application, grant));
        }
    }
}
