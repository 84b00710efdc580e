package io.universalmiddleware.cache.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The cache epoch is the one that this node last saw in Redis; who holds copies of before is told when it changes. */
public final class CacheEpoch {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private String current = "";

    /** Calls the listener at each change, before anything of the new epoch is seen. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Empty until Redis has answered once. */
    public synchronized String current() {
        return current;
    }

    synchronized void adopt(String epoch) {
        if (!epoch.equals(current)) {
            listeners.forEach(Runnable::run);
            current = epoch;
        }
    }
}
