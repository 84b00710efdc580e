package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.rpc.RpcServices;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is served over gRPC, and how.
 *
 * @param mostBytes of one message from a client
 * @param large calls that hold a large message now, on all event loops
 */
record RpcSide(RpcServices services, int mostBytes, AtomicInteger large) {
    private static final int MOST_LARGE = 32;

    RpcSide(RpcServices services, int mostBytes) {
        this(services, mostBytes, new AtomicInteger());
    }

    /** Whether there is room for one more large message; {@link #leave} gives it back. */
    boolean enter() {
        if (large.incrementAndGet() <= MOST_LARGE) {
            return true;
        }
        large.decrementAndGet();
        return false;
    }

    void leave() {
        large.decrementAndGet();
    }
}
