package io.universalmiddleware.gateway.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.routing.RouteTable;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.rpc.RpcServices;
import io.universalmiddleware.gateway.snapshot.EdgeSnapshot;
import io.universalmiddleware.gateway.tenancy.TenantFinder;
import io.universalmiddleware.gateway.tls.CertificateFiles;
import io.universalmiddleware.gateway.traffic.Traffic;
import io.universalmiddleware.gateway.upstream.PoolOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge server is the listener through which everything comes in, with its own event loops.
 *
 * <p>Started and stopped once, from a thread that may block. A stop accepts nothing more, lets exchanges finish within
 * {@link ListenerOptions#drain}, then closes streams, tunnels and whatever is left.
 */
public final class EdgeServer {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    private static final Duration BOOT = Duration.ofSeconds(20);
    private static final int ANY_SHARED_PORT = -1;
    private static final int ANY_SHARED_TLS_PORT = -2;
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";
    private static final int USUAL_MESSAGE = 4 << 20;

    private final ListenerOptions options;
    private final PoolOptions pool;
    private final ObjectMapper json;
    private final ProxyMetrics metrics;
    private final Spans spans;
    private final Clock clock;
    private final Traffic traffic;
    private final Directions directions;
    private volatile Predicate<Upstream> closed = upstream -> false;
    private volatile Doors doors = Doors.none();
    private @Nullable TlsListener tls;
    private volatile RpcSide rpc = new RpcSide(RpcServices.ofPlatform(), USUAL_MESSAGE);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<EdgeVerticle> loops = new CopyOnWriteArrayList<>();
    private final Vertx vertx;

    public EdgeServer(
            ListenerOptions options,
            PoolOptions pool,
            RouteTable routes,
            TenantFinder tenants,
            ObjectMapper json,
            MeterRegistry registry,
            Spans spans,
            Clock clock,
            Traffic traffic) {
        this.options = options;
        this.pool = pool;
        this.json = json;
        this.spans = spans;
        this.clock = clock;
        this.traffic = traffic;
        directions = new Directions(tenants, routes);
        metrics = new ProxyMetrics(registry, options.mostRoutes());
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(options.loops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    /** Has it listen with TLS too. To be said before it starts. */
    public void tls(TlsListener with) {
        tls = with;
    }

    /**
     * Binds the ports and begins to serve.
     *
     * @return the port in use
     * @throws IllegalStateException if a port cannot be bound, or the main certificate not be used
     */
    public int start() {
        int port = options.port() == 0 ? ANY_SHARED_PORT : options.port();
        TlsListener secure = tls == null ? null : prepared(tls);
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    EdgeVerticle loop = new EdgeVerticle(options, metrics, port, secure, this::contextOf);
                    loops.add(loop);
                    return loop;
                },
                new DeploymentOptions().setInstances(options.loops()));
        try {
            await(deployed, BOOT);
        } catch (CompletionException | TimeoutException failed) {
            vertx.close();
            throw new IllegalStateException(
                    "The edge cannot listen on " + options.host() + ":" + options.port()
                            + (secure == null ? "" : " and " + secure.port()) + ": "
                            + String.valueOf(failed.getMessage()),
                    failed);
        }
        int bound = loops.get(0).port();
        LOG.info("Edge listens on {}:{}", options.host(), bound);
        if (secure != null) {
            LOG.info("Edge listens with TLS on {}:{}", options.host(), tlsPort());
        }
        return bound;
    }

    /** The port in use for TLS; -1 if there is none. */
    public int tlsPort() {
        return loops.get(0).tlsPort();
    }

    /** Reads the certificates, and has them read again when they change. */
    private TlsListener prepared(TlsListener with) {
        if (System.getProperty(NO_RENEGOTIATION) == null) {
            System.setProperty(NO_RENEGOTIATION, "true"); // in TLS 1.2 it costs the client nothing, and the server much
        }
        CertificateFiles files = with.certificates();
        files.load();
        metrics.certificates(files, clock);
        reloadLater(files, with.reload());
        return with.port() == 0 ? new TlsListener(ANY_SHARED_TLS_PORT, files, with.reload(), with.handshake()) : with;
    }

    /** Has the certificates read again, and then again: never twice at once, however long it takes. */
    private void reloadLater(CertificateFiles files, Duration pause) {
        vertx.setTimer(
                pause.toMillis(),
                due -> vertx.executeBlocking(() -> {
                            files.reload();
                            return files;
                        })
                        .onFailure(fault -> LOG.error("The edge's certificates could not be read again", fault))
                        .onComplete(read -> {
                            if (!draining.get()) {
                                reloadLater(files, pause);
                            }
                        }));
    }

    /** Says to which upstreams nothing is to be passed on; what would go there is answered 503. */
    public void closed(Predicate<Upstream> closedNow) {
        closed = closedNow;
    }

    /** Says which requests are answered in this process; none before. */
    public void doors(Doors here) {
        doors = here;
    }

    /** Says how large one message over gRPC may be; {@value #USUAL_MESSAGE} bytes before. */
    public void largestMessage(int bytes) {
        rpc = new RpcSide(rpc.services(), bytes);
    }

    /** Puts another table in force: for requests that begin from now on. */
    public void routes(RouteTable table) {
        directions.platform(table);
    }

    /** Puts another snapshot in force: for requests that begin from now on. Those in flight keep their route. */
    public void snapshot(EdgeSnapshot snapshot) {
        directions.tenants(snapshot);
        metrics.keepRoutes(snapshot.scopes().stream()
                .map(scope -> new RouteMeters.Key(scope.tenant(), scope.route()))
                .collect(Collectors.toSet()));
    }

    /** Accepts nothing more and lets exchanges finish, within {@link ListenerOptions#drain}; streams and tunnels stay. */
    public void leave() {
        draining.set(true);
        loops.forEach(EdgeVerticle::drain);
        long end = System.nanoTime() + options.drain().toNanos();
        while (metrics.exchanges().get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        int cut = metrics.exchanges().get();
        if (cut > 0) {
            LOG.warn("Edge stops with {} exchanges unfinished after {}", cut, options.drain());
        }
    }

    /** Stops as the class says. */
    public void stop() {
        leave();
        try {
            await(vertx.close(), BOOT);
        } catch (CompletionException | TimeoutException failed) {
            LOG.warn("Edge did not close in order", failed);
        }
    }

    private LoopContext contextOf(EdgeVerticle loop) {
        Vertx own = loop.getVertx();
        return new LoopContext(
                options,
                EventLoop.current(own),
                directions,
                new UpstreamClients(own, pool),
                new UpstreamPools(),
                new Deadlines(own),
                metrics,
                traffic.recorder(options.loops()),
                new OwnAnswers(json, options.transportSecurity()),
                new DateField(clock),
                new Forwarding(options.trustedHops()),
                new AccessLog(options.accessLog()),
                spans,
                clock,
                () -> doors,
                () -> rpc,
                upstream -> closed.test(upstream),
                draining::get);
    }

    private static <T> void await(Future<T> future, Duration bound) throws TimeoutException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw failed;
        }
    }
}
