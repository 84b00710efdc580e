package io.universalmiddleware.cache.pushing;

import java.util.concurrent.atomic.AtomicInteger;

/** An owner is told once Redis has all of its pushes. */
final class Owner {
    private final AtomicInteger left;
    private final Runnable done;

    Owner(int pushes, Runnable done) {
        this.left = new AtomicInteger(pushes);
        this.done = done;
    }

    void pushed() {
        if (left.decrementAndGet() == 0) {
            done.run();
        }
    }
}
