package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.gateway.pool.HealthProbe;
import io.universalmiddleware.gateway.pool.Protocol;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.tls.ByTrust;
import io.universalmiddleware.gateway.tls.Trust;
import io.vertx.core.Promise;
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
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Asks targets over connections of its own, each used once, so that a check tells whether a connection can be had. */
final class VertxProbe implements HealthProbe {
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_WAITING = 4_096;
    private static final String AGENT = "Universal-Middleware-Health";

    private final Vertx vertx;
    private final Map<Protocol, ByTrust<HttpClient>> clients = new EnumMap<>(Protocol.class);

    VertxProbe(Vertx vertx) {
        this.vertx = vertx;
        for (Protocol protocol : Protocol.values()) {
            clients.put(
                    protocol,
                    new ByTrust<>(trust -> vertx.createHttpClient(options(protocol, trust)), HttpClient::close));
        }
    }

    @Override
    public CompletionStage<Integer> ask(Target target, String path, Duration timeout) {
        Promise<Integer> answered = Promise.promise();
        long timer = vertx.setTimer(
                Math.max(1, timeout.toMillis()),
                late -> answered.tryFail(new TimeoutException("no answer within " + timeout.toMillis() + " ms")));
        client(target)
                .request(request(target, path))
                .onSuccess(request -> send(request, answered))
                .onFailure(answered::tryFail);
        return answered.future().onComplete(over -> vertx.cancelTimer(timer)).toCompletionStage();
    }

    private static void send(HttpClientRequest request, Promise<Integer> answered) {
        request.exceptionHandler(answered::tryFail);
        answered.future().onComplete(over -> request.connection().close());
        if (!answered.future().isComplete()) {
            request.putHeader("User-Agent", AGENT)
                    .send()
                    .onSuccess(response -> {
                        response.exceptionHandler(cut -> {
                            // its head is all that is wanted
                        });
                        answered.tryComplete(response.statusCode());
                    })
                    .onFailure(answered::tryFail);
        }
    }

    private HttpClient client(Target target) {
        ByTrust<HttpClient> speaking = clients.get(target.protocol());
        if (speaking == null) {
            throw new IllegalStateException("no client for " + target.protocol());
        }
        return speaking.of(target.trust());
    }

    private static RequestOptions request(Target target, String path) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(target.address()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(HttpMethod.GET)
                .setURI(path);
    }

    private static HttpClientOptions options(Protocol protocol, Trust trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(protocol == Protocol.HTTP1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setUseAlpn(protocol == Protocol.H2)
                .setKeepAlive(false)
                .setMaxPoolSize(MOST_AT_ONCE)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true);
        if (!trust.isSystem()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trust.authorities())));
        }
        return options;
    }
}
