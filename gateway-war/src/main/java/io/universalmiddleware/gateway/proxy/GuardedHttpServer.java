package io.universalmiddleware.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.universalmiddleware.gateway.http.RequestFraming;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A guarded HTTP server is Vert.x's own with a {@link ConnectionGuard} in front of its HTTP/1 decoder.
 *
 * <p>It extends a class of Vert.x 4.5 that is public but not part of its API, because that offers no other way to see a
 * connection's bytes first. The raw-socket tests tell when an upgrade breaks it.
 */
final class GuardedHttpServer extends HttpServerImpl {
    private static final int LARGEST_READ = 64 * 1024;

    private final ListenerOptions limits;
    private final ProxyMetrics metrics;
    private final Http2Side http2;
    private final Set<Channel> silent = ConcurrentHashMap.newKeySet();
    private final Set<ConnectionGuard> guards = ConcurrentHashMap.newKeySet();
    private final @Nullable TlsListener tls;
    private volatile @Nullable Channel acceptor;

    /** @param tls how its connections are secured; null if they are not */
    GuardedHttpServer(Vertx vertx, ListenerOptions options, ProxyMetrics metrics, @Nullable TlsListener tls) {
        super((VertxInternal) vertx, serverOptions(options).setHttp2ClearTextEnabled(false));
        limits = options;
        this.metrics = metrics;
        this.tls = tls;
        http2 = new Http2Side((VertxInternal) vertx, options);
    }

    @Override
    public synchronized HttpServer requestHandler(Handler<HttpServerRequest> handler) {
        http2.requestHandler(handler);
        return super.requestHandler(handler);
    }

    @Override
    public synchronized HttpServer exceptionHandler(Handler<Throwable> handler) {
        http2.exceptionHandler(handler);
        return super.exceptionHandler(handler);
    }

    /** Sets who is told of connections that speak HTTP/2. */
    void http2ConnectionHandler(Handler<HttpConnection> handler) {
        http2.connectionHandler(handler);
    }

    /** Accepts no more connections and leaves those there are. */
    void stopAccepting() {
        Channel listening = acceptor;
        if (listening != null) {
            listening.close();
        }
    }

    /** Closes the connections that have said nothing yet, and those of HTTP/1 on which no request is on its way. */
    void closeIdle() {
        silent.forEach(Channel::close);
        for (ConnectionGuard guard : guards) {
            guard.closeIfIdle();
        }
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal context, SocketAddress address, @Nullable GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> plain1 = super.childHandler(context, address, shaping);
        BiConsumer<Channel, SslChannelProvider> plain2 = http2.childHandler(context, address, shaping);
        return (channel, ssl) -> {
            acceptor = channel.parent();
            if (metrics.connections().incrementAndGet() > limits.maxConnections()) {
                metrics.connections().decrementAndGet();
                channel.close();
                return;
            }
            silent.add(channel);
            channel.closeFuture().addListener(closed -> {
                metrics.connections().decrementAndGet();
                silent.remove(channel);
            });
            Consumer<Channel> http1 = c -> {
                silent.remove(c);
                guard(c);
                plain1.accept(c, ssl);
                RequestTrailers.keep(c);
            };
            Consumer<Channel> http2 = c -> {
                silent.remove(c);
                plain2.accept(c, ssl);
            };
            TlsListener secure = tls;
            if (secure == null) {
                sniff(channel, http1, http2);
            } else {
                secure(channel, secure, http1, http2);
            }
        };
    }

    private void sniff(Channel channel, Consumer<Channel> http1, Consumer<Channel> http2) {
        channel.pipeline().addLast(new PrefaceSniffer(http1, http2, limits.headTimeout()));
    }

    /** Over TLS the protocol is what ALPN says (RFC 9113, section 3.2), HTTP/1 if it says nothing; who then speaks the other is not served. */
    private void secure(Channel channel, TlsListener with, Consumer<Channel> http1, Consumer<Channel> http2) {
        HandshakeGate gate = new HandshakeGate(
                with.handshake(),
                (secured, protocol) -> {
                    metrics.handshakes(true).increment();
                    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                        sniff(secured, Channel::close, http2);
                    } else {
                        sniff(secured, http1, http1);
                    }
                },
                metrics.handshakes(false)::increment);
        channel.pipeline()
                .addLast(new ServerNameHandler(with.certificates()::current, with.handshake()))
                .addLast(gate);
    }

    private void guard(Channel channel) {
        ConnectionGuard guard = new ConnectionGuard(new RequestFraming(limits.head()), limits);
        guards.add(guard);
        channel.closeFuture().addListener(closed -> guards.remove(guard));
        channel.pipeline().addLast(guard);
    }

    private static HttpServerOptions serverOptions(ListenerOptions options) {
        HttpServerOptions server = new HttpServerOptions()
                .setHost(options.host())
                .setTcpNoDelay(true)
                .setReusePort(false)
                .setAcceptBacklog(4_096)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setHandle100ContinueAutomatically(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(options.head().maxTarget() + 8_192)
                .setMaxHeaderSize(2 * options.head().maxHead() + 8_192)
                .setMaxChunkSize(LARGEST_READ);
        server.getInitialSettings()
                .setMaxConcurrentStreams(256)
                .setMaxHeaderListSize(options.head().maxHead());
        return server;
    }

    /** Completes the pipeline of connections that turn out to speak HTTP/2; it never listens. */
    private static final class Http2Side extends HttpServerImpl {
        Http2Side(VertxInternal vertx, ListenerOptions options) {
            super(
                    vertx,
                    serverOptions(options)
                            .setHttp2ClearTextEnabled(true)
                            .setIdleTimeout((int) options.keepAlive().toSeconds())
                            .setIdleTimeoutUnit(TimeUnit.SECONDS));
        }

        @Override
        protected BiConsumer<Channel, SslChannelProvider> childHandler(
                ContextInternal context, SocketAddress address, @Nullable GlobalTrafficShapingHandler shaping) {
            return super.childHandler(context, address, shaping);
        }
    }
}
