package io.universalmiddleware.messaging;

import io.netty.util.concurrent.FastThreadLocal;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What lives on threads that belong to no bean, and would be left behind by an undeployed application. */
final class SharedThreads {
    private SharedThreads() {}

    /**
     * Ends Mutiny's timer, which would live as long as its classes, and they as long as it; and takes from this thread, which
     * is the server's, what Netty keeps on each thread it has seen.
     */
    static void end() {
        Infrastructure.getDefaultWorkerPool().shutdownNow();
        FastThreadLocal.removeAll();
    }
}
