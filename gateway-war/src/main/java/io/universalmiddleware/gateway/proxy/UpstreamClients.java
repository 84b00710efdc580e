package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.routing.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.tracing.TracingPolicy;

/**
 * The upstream clients of one event loop: a pool of kept-alive connections for each upstream.
 *
 * <p>Used on that event loop only, so that both sides of an exchange are on one thread.
 */
final class UpstreamClients {
    private static final int LARGEST_READ = 64 * 1024;
    private static final int LARGEST_HEAD = 64 * 1024;

    private final HttpClient client;

    UpstreamClients(Vertx vertx, PoolOptions options) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(options.size())
                .setMaxWaitQueueSize(options.queue())
                .setConnectTimeout((int) options.connectTimeout().toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) options.keepAlive().toSeconds())
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setMaxInitialLineLength(LARGEST_HEAD)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_READ)
                .setVerifyHost(true));
        client.connectionHandler(connection -> connection.exceptionHandler(told -> {
            // each exchange on the connection is told itself
        }));
    }

    /** A request on a connection of the pool; fails if none can be had. */
    Future<HttpClientRequest> request(Upstream upstream, HttpMethod method, String target) {
        return client.request(new RequestOptions()
                .setHost(upstream.host())
                .setPort(upstream.port())
                .setSsl(upstream.tls())
                .setMethod(method)
                .setURI(target));
    }

    /**
     * Cancels a request that has been sent, and its connection with it: at once, since an upstream that does not read would
     * otherwise keep both.
     */
    static void abort(HttpClientRequest request) {
        HttpConnection connection = request.connection();
        request.reset();
        if (connection instanceof ConnectionBase plain) {
            plain.channelHandlerContext().close();
        }
    }
}
