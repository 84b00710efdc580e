package io.universalmiddleware.gateway.proxy;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge on one event loop: its share of the listener, its upstream connections, its timer. */
final class EdgeVerticle extends AbstractVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeVerticle.class);
    private static final long TICK_MILLIS = 50;
    private static final long HAND_OVER_MILLIS = 1_000;

    private final ListenerOptions options;
    private final ProxyMetrics metrics;
    private final int port;
    private final @Nullable TlsListener tls;
    private final Function<EdgeVerticle, LoopContext> contexts;
    private final Set<HttpConnection> http2 = ConcurrentHashMap.newKeySet();
    private @Nullable GuardedHttpServer server;
    private @Nullable GuardedHttpServer secureServer;
    private @Nullable LoopContext context;

    /**
     * @param port as {@link ListenerOptions#port}; negative shares one free port between event loops
     * @param tls as {@code port} its port; null for none
     */
    EdgeVerticle(
            ListenerOptions options,
            ProxyMetrics metrics,
            int port,
            @Nullable TlsListener tls,
            Function<EdgeVerticle, LoopContext> contexts) {
        this.options = options;
        this.metrics = metrics;
        this.port = port;
        this.tls = tls;
        this.contexts = contexts;
    }

    @Override
    public void start(Promise<Void> started) {
        LoopContext loop = contexts.apply(this);
        context = loop;
        vertx.setPeriodic(TICK_MILLIS, tick -> loop.deadlines().tick());
        vertx.setPeriodic(HAND_OVER_MILLIS, tick -> loop.traffic().handOver());
        GuardedHttpServer listener = listener(loop, null);
        server = listener;
        Future<?> listening = listener.listen(port, options.host());
        TlsListener secure = tls;
        if (secure != null) {
            GuardedHttpServer second = listener(loop, secure);
            secureServer = second;
            listening = listening.compose(first -> second.listen(secure.port(), options.host()));
        }
        listening.<Void>mapEmpty().onComplete(started);
    }

    private GuardedHttpServer listener(LoopContext loop, @Nullable TlsListener secure) {
        GuardedHttpServer listener = new GuardedHttpServer(vertx, options, metrics, secure);
        listener.requestHandler(request -> begin(new Exchange(loop, request)));
        listener.exceptionHandler(fault -> {});
        listener.http2ConnectionHandler(connection -> {
            http2.add(connection);
            RequestTrailers.keep(connection);
            connection.closeHandler(closed -> http2.remove(connection));
        });
        return listener;
    }

    private static void begin(Exchange exchange) {
        try {
            exchange.begin();
        } catch (RuntimeException fault) {
            LOG.error("An exchange failed as it began", fault);
            exchange.fault();
        }
    }

    /** The port in use. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    /** The port in use for TLS; -1 if there is none. */
    int tlsPort() {
        return secureServer == null ? -1 : secureServer.actualPort();
    }

    /** Accepts nothing more, closes what is idle and lets the rest finish. */
    void drain() {
        drain(server);
        drain(secureServer);
        http2.forEach(connection -> connection.goAway(0));
    }

    private static void drain(@Nullable GuardedHttpServer listener) {
        if (listener != null) {
            listener.stopAccepting();
            listener.closeIdle();
        }
    }

    @Override
    public void stop() {
        if (context != null) {
            context.deadlines().abandonAll();
            context.clients().close();
            context.traffic().handOver();
        }
    }
}
