package io.universalmiddleware.gateway.caching.fill;

import java.util.concurrent.atomic.AtomicLong;

/** The fill budget bounds the bytes that all fills of a node have in memory. */
public final class FillBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    public FillBudget(long most) {
        this.most = most;
    }

    /** Whether there is room; takes it if so. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes in memory now. */
    public long taken() {
        return taken.get();
    }
}
