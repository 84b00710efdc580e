package io.universalmiddleware.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.universalmiddleware.gateway.tls.Certificates;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the name that a TLS client asks for (RFC 6066, section 3), and has the handshake done with that name's certificate. */
final class ServerNameHandler extends SniHandler {
    private static final int LONGEST_HELLO = 32 * 1024;

    private final Supplier<Certificates> certificates;

    ServerNameHandler(Supplier<Certificates> certificates, Duration handshake) {
        super(
                (name, promise) -> promise.setFailure(new UnsupportedOperationException("looked up here")),
                LONGEST_HELLO,
                handshake.toMillis());
        this.certificates = certificates;
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        TlsSession session = TlsSession.of(name, certificates.get());
        session.keepWith(ctx.channel());
        return ctx.executor().newSucceededFuture(session.certificate().context());
    }
}
