package io.universalmiddleware.product.stack;

import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * The edge's listener with TLS.
 *
 * @param port of loopback
 * @param trusting a client's side that trusts the edge's certificate alone
 */
public record SecureEdge(int port, SSLContext trusting) {

    public URI uri() {
        return URI.create("https://localhost:" + port);
    }

    /** The hub's address for clients, through the edge. */
    public URI webSocket() {
        return URI.create("wss://localhost:" + port + "/connection/websocket");
    }
}
