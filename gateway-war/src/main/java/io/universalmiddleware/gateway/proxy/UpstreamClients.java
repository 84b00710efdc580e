package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.tls.ByTrust;
import io.universalmiddleware.gateway.tls.HandshakeFault;
import io.universalmiddleware.gateway.tls.Trust;
import io.universalmiddleware.gateway.upstream.KeptTime;
import io.universalmiddleware.gateway.upstream.PlainClient;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.universalmiddleware.gateway.upstream.PoolOptions;
import io.universalmiddleware.gateway.upstream.UpstreamCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upstream clients of one event loop: a pool of kept-alive connections for each upstream.
 *
 * <p>Used on that event loop only, so that both sides of an exchange are on one thread.
 */
final class UpstreamClients {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamClients.class);
    private static final int MOST_COMPLAINTS = 1_000;
    private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int HTTP2_CONNECTIONS = 4;
    private static final int LARGEST_READ = 64 * 1024;
    private static final int LARGEST_HEAD = 64 * 1024;

    /** The clients that believe the same certificates. */
    private record Clients(HttpClient http1, HttpClient http2) {
        void close() {
            http1.close();
            http2.close();
        }
    }

    private final ByTrust<Clients> clients;
    private final PlainClient plain;
    private final Map<String, Long> complained = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_COMPLAINTS;
        }
    };

    UpstreamClients(Vertx vertx, PoolOptions options) {
        clients = new ByTrust<>(trust -> clients(vertx, options, trust), Clients::close);
        plain = new PlainClient(vertx, options);
    }

    private static Clients clients(Vertx vertx, PoolOptions options, Trust trust) {
        return new Clients(
                client(vertx, options(options, trust)),
                client(
                        vertx,
                        options(options, trust)
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false)
                                .setHttp2MaxPoolSize(HTTP2_CONNECTIONS)
                                .setHttp2KeepAliveTimeout(
                                        (int) options.keepAlive().toSeconds())
                                .setUseAlpn(true)));
    }

    private static HttpClientOptions options(PoolOptions options, Trust trust) {
        HttpClientOptions client = new HttpClientOptions()
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
        if (!trust.isSystem()) {
            client.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trust.authorities())));
        }
        return client;
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options) {
        KeptTime kept = new KeptTime(Duration.ofSeconds(options.getKeepAliveTimeout()));
        HttpClient client = vertx.createHttpClient(options);
        client.connectionHandler(connection -> {
            connection.exceptionHandler(told -> {
                // each exchange on the connection is told itself
            });
            HeadWriter.install(connection, kept);
        });
        return client;
    }

    /** A call of a target, yet to begin, by the client that is made for it. */
    UpstreamCall call(Target target, Parcel parcel, UpstreamCall.Caller caller) {
        boolean isPlain = target.protocol() == Protocol.HTTP1
                && !target.tls()
                && !target.address().isUnresolved();
        PlainRequest bare = isPlain ? parcel.bare() : null;
        return bare == null
                ? new VertxCall(this, target, parcel, caller)
                : plain.call(target.host(), target.address(), bare, caller);
    }

    /** Closes the connections that Vert.x does not know. */
    void close() {
        plain.close();
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
        Clients believing = clients.of(target.trust());
        return (target.protocol() == Protocol.HTTP1 || upgrades ? believing.http1() : believing.http2())
                .request(request);
    }

    /** Writes down why a target gets no requests, if it is that TLS with it failed; now and then, not for each request. */
    void insecure(Target target, Throwable fault) {
        HandshakeFault.reason(fault).ifPresent(reason -> {
            long now = System.nanoTime();
            Long last = complained.get(target.name());
            if (last == null || now - last > COMPLAINT_NANOS) {
                complained.put(target.name(), now);
                LOG.warn("No secure connection to {} at {}: {}", target.name(), target.address(), reason);
            }
        });
    }
}
