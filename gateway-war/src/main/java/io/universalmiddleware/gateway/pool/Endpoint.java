package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.tls.Trust;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An endpoint is an address of a server that was resolved and checked, with the name it was resolved from.
 *
 * @param port 1 to 65535
 */
record Endpoint(String host, int port, boolean tls, InetAddress address) {
    /** The URL as configured, such as {@code https://app.internal:8443}. */
    String url() {
        String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return (tls ? "https://" : "http://") + name + ':' + port;
    }

    Target target(Protocol protocol, Trust trust) {
        return new Target(url(), host, port, tls, protocol, new InetSocketAddress(address, port), trust);
    }

    boolean is(Target target) {
        return port == target.port()
                && tls == target.tls()
                && host.equals(target.host())
                && address.equals(target.address().getAddress());
    }

    @Override
    public String toString() {
        return url() + '@' + address.getHostAddress();
    }
}
