package io.universalmiddleware.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The plain client of one event loop: HTTP/1.1 without TLS, to addresses that are known, for requests without a body.
 *
 * <p>It looks up no name: it connects to the address that was checked. Created and used on its event loop.
 */
public final class PlainClient {
    private static final long TIDY_MILLIS = 1_000;

    /**
     * @param host as it is configured; upstreams that share an address do not share connections, so that none takes the places of another
     */
    private record Endpoint(String host, InetSocketAddress address) {}

    private final ContextInternal context;
    private final PoolOptions options;
    private final Map<Endpoint, PlainPool> pools = new HashMap<>();

    public PlainClient(Vertx vertx, PoolOptions options) {
        context = (ContextInternal) vertx.getOrCreateContext();
        this.options = options;
        vertx.setPeriodic(TIDY_MILLIS, tick -> tidy());
    }

    /**
     * A call, yet to begin.
     *
     * @param host as it is configured
     * @param address resolved
     */
    public UpstreamCall call(String host, InetSocketAddress address, PlainRequest request, UpstreamCall.Caller caller) {
        PlainPool pool = pools.computeIfAbsent(
                new Endpoint(host, address), endpoint -> new PlainPool(context, options, endpoint.address()));
        return new PlainCall(pool, request, caller);
    }

    /** Closes the connections that no call is on. */
    public void close() {
        pools.values().forEach(PlainPool::close);
    }

    private void tidy() {
        long now = System.nanoTime();
        pools.values().removeIf(pool -> {
            pool.tidy(now);
            return pool.isUnused();
        });
    }
}
