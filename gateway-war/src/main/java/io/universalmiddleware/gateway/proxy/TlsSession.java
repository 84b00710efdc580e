package io.universalmiddleware.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.universalmiddleware.gateway.tls.Certificates;
import io.universalmiddleware.gateway.tls.ServerCertificate;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * A TLS session is what a connection's handshake has settled: the name that the client asked for, and the certificate it got.
 *
 * @param name in lower case; null if the client named none
 * @param among the certificates in force at the time
 */
record TlsSession(@Nullable String name, ServerCertificate certificate, Certificates among) {
    private static final AttributeKey<TlsSession> KEY = AttributeKey.valueOf(TlsSession.class, "session");

    static TlsSession of(@Nullable String name, Certificates among) {
        return new TlsSession(name, among.of(name), among);
    }

    /** The session of the request's connection; null without TLS. */
    static @Nullable TlsSession of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    }

    void keepWith(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /**
     * Whether requests for a host may come over this connection (RFC 9110, section 7.4): it was asked for, or the certificate that
     * the client has seen is for it too, as clients that share connections rely on (RFC 9113, section 9.1.1). Where the client named no
     * host, whether the host would not have had another certificate.
     *
     * @param host in lower case
     */
    boolean mayAskFor(String host) {
        if (host.equals(name)) {
            return true;
        }
        String bare = bare(host);
        return bare.equals(name) || certificate.covers(bare) || name == null && among.of(bare) == certificate;
    }

    /** Without the brackets of an IPv6 address. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
