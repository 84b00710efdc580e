package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Forwarding;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer is the client's end of a connection. What origins are told of it is put together once for all requests to one host, unless
 * requests themselves have a say in it. Used on the connection's event loop alone.
 */
final class Peer {
    private final String address;
    private final String protocol;
    private @Nullable Authority host;
    private Forwarding.@Nullable Told told;

    /** The peer from which this request came. */
    Peer(HttpServerRequest request) {
        address = request.remoteAddress().hostAddress();
        protocol = request.isSSL() ? "https" : "http";
    }

    String address() {
        return address;
    }

    /** What an origin is told of who asks. @param in the request's fields @param to whom it is addressed */
    Forwarding.Told told(MultiMap in, Authority to, Forwarding forwarding) {
        if (forwarding.trustedHops() > 0) {
            return forwarding.tell(
                    address,
                    protocol,
                    to,
                    in.getAll(Headers.FORWARDED_FOR),
                    last(in.getAll(Headers.FORWARDED_PROTO)),
                    last(in.getAll(Headers.FORWARDED_HOST)));
        }
        Forwarding.Told known = told;
        if (known == null || !to.equals(host)) {
            known = forwarding.tell(address, protocol, to, List.of(), null, null);
            told = known;
            host = to;
        }
        return known;
    }

    /** What the nearest proxy has said: it may have put a line of its own behind the client's. */
    private static @Nullable String last(List<String> lines) {
        return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    }
}
