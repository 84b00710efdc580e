package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.tracing.TracingPolicy;

/**
 * The upstream clients of one event loop: a pool of kept-alive connections for each upstream.
 *
 * <p>Used on that event loop only, so that both sides of an exchange are on one thread.
 */
final class UpstreamClients {
    private static final int HTTP2_CONNECTIONS = 4;
    private static final int LARGEST_READ = 64 * 1024;
    private static final int LARGEST_HEAD = 64 * 1024;

    private final HttpClient http1;
    private final HttpClient http2;

    UpstreamClients(Vertx vertx, PoolOptions options) {
        http1 = client(vertx, options(options));
        http2 = client(
                vertx,
                options(options)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2MaxPoolSize(HTTP2_CONNECTIONS)
                        .setHttp2KeepAliveTimeout((int) options.keepAlive().toSeconds())
                        .setUseAlpn(true));
    }

    private static HttpClientOptions options(PoolOptions options) {
        return new HttpClientOptions()
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
                .setVerifyHost(true);
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options) {
        HttpClient client = vertx.createHttpClient(options);
        client.connectionHandler(connection -> connection.exceptionHandler(told -> {
            // each exchange on the connection is told itself
        }));
        return client;
    }

    /**
     * A request on a connection of the pool; fails if none can be had.
     *
     * @param upgrades whether it asks for a WebSocket, which takes a connection of HTTP/1.1
     */
    Future<HttpClientRequest> request(Target target, HttpMethod method, String uri, boolean upgrades) {
        RequestOptions request = new RequestOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(method)
                .setURI(uri);
        if (!target.address().isUnresolved()) {
            request.setServer(SocketAddress.inetSocketAddress(target.address()));
        }
        return (target.protocol() == Protocol.HTTP1 || upgrades ? http1 : http2).request(request);
    }

    /**
     * Cancels a request that has been sent, and its connection with it unless others share that: at once, since an upstream that does not read would
     * otherwise keep both.
     */
    static void abort(HttpClientRequest request) {
        HttpConnection connection = request.connection();
        request.reset();
        if (request.version() != HttpVersion.HTTP_2 && connection instanceof ConnectionBase plain) {
            plain.channelHandlerContext().close();
        }
    }
}
