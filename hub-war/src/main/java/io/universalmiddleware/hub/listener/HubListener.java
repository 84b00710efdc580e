package io.universalmiddleware.hub.listener;

import io.universalmiddleware.hub.connection.ClientAddress;
import io.universalmiddleware.hub.connection.Hub;
import io.universalmiddleware.hub.connection.OriginRule;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/** The hub's own listener: WebSocket and server-sent events on one port, spread over several event loops. */
public final class HubListener {
    /** Covers a token of the largest size in the query. */
    private static final int MOST_LINE_BYTES = 12 * 1024;

    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final int loops;
    private final Requests requests;
    private final HttpServerOptions options;
    private volatile int actualPort;

    /** @param loops event loops; 0 for one per processor */
    public HubListener(Hub hub, OriginRule origins, ClientAddress addresses, int loops) {
        this.loops = loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(this.loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
        this.requests = new Requests(hub, origins, addresses);
        int message = hub.limits().messageBytes();
        this.options = new HttpServerOptions()
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxWebSocketFrameSize(message)
                .setMaxWebSocketMessageSize(message)
                .setWebSocketClosingTimeout(2)
                .setWebSocketSubProtocols(List.of(Requests.PROTOBUF, Requests.JSON))
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                // Compressing would encode each message anew for each client, and hold a window of each.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout((int) hub.limits().pingEvery().toSeconds() * 3);
    }

    /** Begins to listen. @param port 0 for a free one */
    public Future<Void> start(String host, int port) {
        return vertx.deployVerticle(
                        () -> new ListenerVerticle(host, port, options, requests, this::listening),
                        new DeploymentOptions().setInstances(port == 0 ? 1 : loops))
                .mapEmpty();
    }

    /** The port it listens on, once started. */
    public int port() {
        return actualPort;
    }

    /** Stops listening and closes what is left. */
    public Future<Void> stop() {
        return vertx.close();
    }

    private void listening(int port) {
        actualPort = port;
    }
}
