package io.universalmiddleware.gateway.upkeep;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.pool.Finding;
import io.universalmiddleware.gateway.pool.Pools;
import io.universalmiddleware.gateway.pool.Registry;
import io.universalmiddleware.gateway.pool.Surroundings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upkeep is the pools of the edge and what keeps them current, on a thread of its own: a check that hangs slows no request.
 *
 * <p>Started and stopped once.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long TICK_MILLIS = 50;
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration KEY_SETS = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final NettyNames names;
    private final Pools pools;
    private final KeySetFetch keySets;
    private final TargetMeters shown;

    public Upkeep(
            AddressGuard guard,
            NameServers servers,
            Registry registry,
            MeterRegistry meters,
            Surroundings surroundings) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        names = new NettyNames(vertx.nettyEventLoopGroup().next(), servers);
        GuardedNames guarded = new GuardedNames(names, guard);
        Finding finding = new Finding(guarded, names, registry);
        pools = new Pools(surroundings, finding, new VertxProbe(vertx));
        keySets = new KeySetClient(vertx, guarded, KEY_SETS);
        shown = new TargetMeters(meters);
    }

    public Pools pools() {
        return pools;
    }

    /** Fetches the key sets of issuers, past the same guard. */
    public KeySetFetch keySets() {
        return keySets;
    }

    public void start() {
        vertx.runOnContext(own -> {
            every(TICK_MILLIS, pools::tick);
            every(LOOK_MILLIS, () -> shown.look(pools));
        });
    }

    private void every(long millis, Runnable task) {
        vertx.setPeriodic(millis, tick -> {
            try {
                task.run();
            } catch (RuntimeException fault) {
                LOG.error("The pools could not be kept current", fault);
            }
        });
    }

    @Override
    public void close() {
        names.close();
        vertx.close();
    }
}
