package io.universalmiddleware.gateway.identity.token;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /.well-known/jwks.json} with the public keys that access tokens are signed with, now or soon (RFC 7517). */
@WebServlet("/.well-known/jwks.json")
public class JwksServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String CACHING = "public, max-age=300";

    private final transient KeyRing keys;

    @Inject
    public JwksServlet(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/jwk-set+json");
        response.setHeader("Cache-Control", CACHING);
        response.getOutputStream().write(keys.keySet().getBytes(StandardCharsets.UTF_8));
    }
}
