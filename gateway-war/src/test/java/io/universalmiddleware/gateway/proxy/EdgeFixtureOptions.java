package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.HeadLimits;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.upstream.PoolOptions;
import java.time.Duration;

/** How patient and how generous the edge of a test is. */
record EdgeFixtureOptions(ListenerOptions listener, PoolOptions pool, Patience patience) {

    /** Nothing times out while a test runs. */
    static EdgeFixtureOptions patient() {
        return draining(Duration.ofSeconds(5));
    }

    /** The same with so much time for exchanges in flight once it is told to stop. */
    static EdgeFixtureOptions draining(Duration drain) {
        return of(Duration.ofSeconds(60), Duration.ofSeconds(60), 400L << 20, drain, 0);
    }

    /** Everything times out after {@link EdgeFixture#SHORT}. */
    static EdgeFixtureOptions hasty() {
        return of(EdgeFixture.SHORT, EdgeFixture.SHORT, 100_000, Duration.ofSeconds(5), 0);
    }

    /** Nothing times out, and a body has 100,000 bytes at most. */
    static EdgeFixtureOptions small() {
        return of(Duration.ofSeconds(60), Duration.ofSeconds(60), 100_000, Duration.ofSeconds(5), 0);
    }

    static EdgeFixtureOptions trusting(int hops) {
        return of(Duration.ofSeconds(60), Duration.ofSeconds(60), 1 << 20, Duration.ofSeconds(5), hops);
    }

    EdgeFixtureOptions with(Patience other) {
        return new EdgeFixtureOptions(listener, pool, other);
    }

    /** One connection to the origin from each event loop, and so many requests that may wait for it. */
    EdgeFixtureOptions narrow(int queue) {
        return new EdgeFixtureOptions(
                listener, new PoolOptions(1, queue, pool.connectTimeout(), pool.keepAlive()), patience);
    }

    private static EdgeFixtureOptions of(Duration client, Duration upstream, long maxBody, Duration drain, int hops) {
        return new EdgeFixtureOptions(
                new ListenerOptions(
                        "127.0.0.1",
                        0,
                        2,
                        1_000,
                        new HeadLimits(2_000, 8_192, 50),
                        maxBody,
                        client,
                        client,
                        0,
                        Duration.ofSeconds(30),
                        drain,
                        hops,
                        false,
                        100,
                        "max-age=77"),
                new PoolOptions(256, 256, Duration.ofSeconds(60), Duration.ofSeconds(20)),
                new Patience(upstream, upstream, Duration.ZERO));
    }
}
