package io.universalmiddleware.gateway.identity.provider;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Map;

/** The introspection endpoint (RFC 7662). */
@WebServlet("/oauth2/introspect")
public class IntrospectionServlet extends OAuthEndpoint {
    private static final long serialVersionUID = 1L;

    private final transient AuthenticatingClients clients;
    private final transient Introspecting introspecting;

    @Inject
    public IntrospectionServlet(AuthenticatingClients clients, Introspecting introspecting) {
        this.clients = clients;
        this.introspecting = introspecting;
    }

    @Override
    protected Map<String, Object> answer(Sent sent) {
        return introspecting.introspect(
                clients.authenticate(sent, "introspectToken"), sent.form().required("token"));
    }
}
