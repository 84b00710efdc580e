package io.universalmiddleware.gateway.identity.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.token.TokenSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Answers the authorization server's metadata where RFC 8414 and OpenID Connect Discovery 1.0 look for them; 404 if it has no URL. */
@WebServlet({"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
public class MetadataServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Optional<String> issuer;

    @Inject
    public MetadataServlet(TokenSettings tokens) {
        this.issuer = tokens.url();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (issuer.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "public, max-age=300");
        response.getOutputStream().write(JSON.writeValueAsBytes(Metadata.of(issuer.get())));
    }
}
