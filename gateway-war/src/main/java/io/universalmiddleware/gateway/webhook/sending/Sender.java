package io.universalmiddleware.gateway.webhook.sending;

import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.network.Names;
import io.universalmiddleware.gateway.upkeep.NettyNames;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests on an event loop of its own, to the very address that the guard let pass.
 *
 * <p>Each ends within the timeout. It follows no redirect, and keeps no more than the first 2 KiB of an answer. The name in a
 * certificate must be the URL's.
 */
final class Sender implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int IDLE_SECONDS = 20;

    private final Vertx vertx;
    private final @Nullable NettyNames resolver;
    private final GuardedNames names;
    private final AddressGuard guard;
    private final WebhookSettings settings;
    private final Clock clock;
    private final HttpClient client;

    /** Trusts whom the JVM trusts. */
    Sender(AddressGuard guard, NameServers servers, WebhookSettings settings, Clock clock) {
        this(guard, servers, settings, clock, null, null);
    }

    Sender(
            AddressGuard guard,
            NameServers servers,
            WebhookSettings settings,
            Clock clock,
            @Nullable Names given,
            @Nullable TrustOptions trusted) {
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        if (given == null) {
            NettyNames own = new NettyNames(vertx.nettyEventLoopGroup().next(), servers);
            this.resolver = own;
            this.names = new GuardedNames(own, guard);
        } else {
            this.resolver = null;
            this.names = new GuardedNames(given, guard);
        }
        this.guard = guard;
        this.settings = settings;
        this.clock = clock;
        this.client = vertx.createHttpClient(options(settings, trusted));
    }

    /** Sends a request; the stage never fails. */
    CompletionStage<Answer> send(SignedRequest request) {
        CompletableFuture<Answer> answered = new CompletableFuture<>();
        vertx.runOnContext(own -> begin(request, answered));
        return answered;
    }

    @Override
    public void close() {
        if (resolver != null) {
            resolver.close();
        }
        client.close();
        vertx.close();
    }

    private void begin(SignedRequest request, CompletableFuture<Answer> answered) {
        Exchange exchange = new Exchange(answered, clock);
        long timer = vertx.setTimer(
                Math.max(1, settings.timeout().toMillis()),
                late -> exchange.late("no answer within " + settings.timeout().toMillis() + " ms"));
        var unused = answered.whenComplete((answer, none) -> vertx.cancelTimer(timer));
        try {
            request.to()
                    .refusal(guard, settings.allowHttp())
                    .ifPresentOrElse(exchange::fail, () -> resolve(request, exchange));
        } catch (RuntimeException fault) { // else its end would be the timeout's
            exchange.fail(fault);
        }
    }

    private void resolve(SignedRequest request, Exchange exchange) {
        var unused = names.addresses(request.to().url().getHost())
                .whenComplete((addresses, unknown) -> vertx.runOnContext(own -> {
                    if (addresses == null) {
                        exchange.fail(unknown);
                    } else if (!exchange.isOver()) {
                        client.request(options(request.to(), addresses.get(0)))
                                .onSuccess(connected -> exchange.send(connected, request))
                                .onFailure(exchange::fail);
                    }
                }));
    }

    private static RequestOptions options(WebhookConfig to, InetAddress address) {
        URI url = to.url();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(to.port(), address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(to.port())
                .setSsl(to.isTls())
                .setMethod(HttpMethod.POST)
                .setFollowRedirects(false)
                .setURI(url.getRawQuery() == null ? path : path + '?' + url.getRawQuery());
    }

    private static HttpClientOptions options(WebhookSettings settings, @Nullable TrustOptions trusted) {
        HttpClientOptions options = new HttpClientOptions()
                .setMaxPoolSize(settings.inFlight())
                .setMaxWaitQueueSize(settings.inFlight())
                .setConnectTimeout(
                        (int) Math.min(CONNECT.toMillis(), settings.timeout().toMillis()))
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setIdleTimeout((int) settings.timeout().toMillis() * 2)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true);
        if (trusted != null) {
            options.setTrustOptions(trusted);
        }
        return options;
    }
}
