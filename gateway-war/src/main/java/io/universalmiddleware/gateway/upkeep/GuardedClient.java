package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.gateway.network.GuardedNames;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks others for small documents over connections of its own, each used once, to the very address that the guard let pass. It follows no
 * redirect, reads no more than 256 KiB, and the name in a certificate must be the URL's. Each request ends within the deadline, and its
 * connection with it.
 */
public final class GuardedClient {
    private static final int MOST_BYTES = 262_144;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final GuardedNames names;
    private final Duration deadline;
    private final HttpClient client;

    /** @param deadline for all of a request */
    public GuardedClient(Vertx vertx, GuardedNames names, Duration deadline) {
        this.names = names;
        this.deadline = deadline;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(16)
                .setMaxWaitQueueSize(1_024)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) deadline.toMillis() * 2)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true));
    }

    /**
     * What is asked.
     *
     * @param form a body; null for a GET
     */
    public record Asked(
            URI to, Map<String, String> fields, @Nullable String form) {
        /** Without its body and fields, which may be secrets. */
        @Override
        public String toString() {
            return "request to " + to.getHost();
        }
    }

    /** What was answered, whatever its status. */
    public record Answered(int status, String body) {
        /** Without its body, which may be a secret. */
        @Override
        public String toString() {
            return "answer " + status;
        }
    }

    /** Never blocks. */
    public CompletionStage<Answered> ask(Asked asked) {
        CompletableFuture<Answered> answered = new CompletableFuture<>();
        names.addresses(asked.to().getHost()).whenComplete((addresses, unknown) -> {
            if (addresses == null) {
                answered.completeExceptionally(unknown);
            } else if (!answered.isDone()) {
                client.request(options(asked, addresses.get(0)))
                        .onSuccess(request -> send(request, asked, answered))
                        .onFailure(answered::completeExceptionally);
            }
        });
        return answered.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void send(HttpClientRequest request, Asked asked, CompletableFuture<Answered> answered) {
        answered.whenComplete((answer, failure) -> {
            if (failure != null) {
                request.connection().close();
            }
        });
        request.exceptionHandler(answered::completeExceptionally);
        asked.fields().forEach(request::putHeader);
        (asked.form() == null ? request.send() : request.send(asked.form()))
                .onSuccess(response -> read(response, answered))
                .onFailure(answered::completeExceptionally);
    }

    private static void read(HttpClientResponse response, CompletableFuture<Answered> answered) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answered::completeExceptionally);
        response.handler(piece -> {
            if (body.length() + piece.length() > MOST_BYTES) {
                answered.completeExceptionally(new IOException("the answer is too long"));
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> answered.complete(new Answered(response.statusCode(), body.toString())));
    }

    private static RequestOptions options(Asked asked, InetAddress address) {
        URI to = asked.to();
        boolean tls = "https".equalsIgnoreCase(to.getScheme());
        int port = to.getPort() > 0 ? to.getPort() : tls ? 443 : 80;
        String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(to.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(asked.form() == null ? HttpMethod.GET : HttpMethod.POST)
                .setURI(to.getRawQuery() == null ? path : path + '?' + to.getRawQuery());
    }
}
