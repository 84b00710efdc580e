package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.tls.Trust;
import java.net.InetSocketAddress;

/**
 * A target is one server of an origin.
 *
 * @param name for metrics and logs
 * @param host as it is configured: the name that its certificate must have
 * @param address where it is connected to: resolved and checked before, so that no name is looked up again
 * @param trust whose certificates it may have
 */
public record Target(
        String name, String host, int port, boolean tls, Protocol protocol, InetSocketAddress address, Trust trust) {

    /** One whose certificate an authority of the system has to have issued. */
    public Target(String name, String host, int port, boolean tls, Protocol protocol, InetSocketAddress address) {
        this(name, host, port, tls, protocol, address, Trust.SYSTEM);
    }
}
