package io.universalmiddleware.gateway.routing;

import java.net.URI;

/**
 * An upstream is a server to which the edge passes requests on.
 *
 * @param name for metrics and logs; one of few
 * @param patience how long the edge waits for it
 */
public record Upstream(String name, String host, int port, boolean tls, Patience patience) {

    /** @throws IllegalArgumentException unless the URI is http or https with a host and nothing behind it */
    public static Upstream of(String name, URI uri, Patience patience) {
        boolean tls = "https".equals(uri.getScheme());
        boolean bare = uri.getRawPath() == null
                || uri.getRawPath().isEmpty()
                || uri.getRawPath().equals("/");
        if ((!tls && !"http".equals(uri.getScheme())) || uri.getHost() == null || !bare || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("expected a URI such as http://127.0.0.1:8081, got " + uri);
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Upstream(name, uri.getHost(), port, tls, patience);
    }
}
