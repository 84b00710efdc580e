package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.traffic.Recorder;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What every exchange on one event loop works with.
 *
 * @param traffic records what tenants' clients asked, on this loop alone
 * @param date completes answers
 * @param doors gives the handlers in this process
 * @param rpc gives what is served over gRPC
 * @param closed whether nothing is to be passed on to an upstream now
 * @param draining whether the listener has been told to stop
 */
record LoopContext(
        ListenerOptions options,
        EventLoop loop,
        Directions directions,
        UpstreamClients clients,
        UpstreamPools upstreams,
        Deadlines deadlines,
        ProxyMetrics metrics,
        Recorder traffic,
        OwnAnswers answers,
        DateField date,
        Forwarding forwarding,
        AccessLog log,
        Spans spans,
        Clock clock,
        Supplier<Doors> doors,
        Supplier<RpcSide> rpc,
        Predicate<Upstream> closed,
        BooleanSupplier draining) {

    /** Sends requests of the edge's own. */
    OriginCalls origins() {
        return new LoopOrigins(this);
    }
}
