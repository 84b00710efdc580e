package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Fetches key sets over connections of its own, each used once, to the very address that the guard let pass. It takes a 200
 * and nothing else, follows no redirect, and reads no more than 256 KiB.
 */
final class KeySetClient implements KeySetFetch {
    private static final int MOST_BYTES = 262_144;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final String AGENT = "Universal-Middleware-Keys";

    private final GuardedNames names;
    private final Duration deadline;
    private final HttpClient client;

    /** @param deadline for all of it */
    KeySetClient(Vertx vertx, GuardedNames names, Duration deadline) {
        this.names = names;
        this.deadline = deadline;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(16)
                .setMaxWaitQueueSize(1_024)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) deadline.toMillis())
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true));
    }

    @Override
    public CompletionStage<String> fetch(URI jwks) {
        return names.addresses(jwks.getHost())
                .thenCompose(addresses -> fetch(jwks, addresses.get(0)))
                .toCompletableFuture()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<String> fetch(URI jwks, InetAddress address) {
        Promise<String> fetched = Promise.promise();
        client.request(request(jwks, address))
                .onSuccess(request -> send(request, fetched))
                .onFailure(fetched::tryFail);
        return fetched.future().toCompletionStage();
    }

    private static void send(HttpClientRequest request, Promise<String> fetched) {
        request.exceptionHandler(fetched::tryFail);
        request.putHeader("User-Agent", AGENT)
                .putHeader("Accept", "application/jwk-set+json, application/json")
                .send()
                .onSuccess(response -> read(request, response, fetched))
                .onFailure(fetched::tryFail);
    }

    private static void read(HttpClientRequest request, HttpClientResponse response, Promise<String> fetched) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(fetched::tryFail);
        if (response.statusCode() != 200) {
            give(request, fetched, "the answer is " + response.statusCode());
            return;
        }
        response.handler(piece -> {
            if (body.length() + piece.length() > MOST_BYTES) {
                give(request, fetched, "the answer is too long");
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> fetched.tryComplete(body.toString()));
    }

    private static void give(HttpClientRequest request, Promise<String> fetched, String why) {
        fetched.tryFail(new IOException(why));
        request.connection().close();
    }

    private static RequestOptions request(URI jwks, InetAddress address) {
        boolean tls = "https".equalsIgnoreCase(jwks.getScheme());
        int port = jwks.getPort() > 0 ? jwks.getPort() : tls ? 443 : 80;
        String path = jwks.getRawPath() == null || jwks.getRawPath().isEmpty() ? "/" : jwks.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(jwks.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(HttpMethod.GET)
                .setURI(jwks.getRawQuery() == null ? path : path + '?' + jwks.getRawQuery());
    }
}
