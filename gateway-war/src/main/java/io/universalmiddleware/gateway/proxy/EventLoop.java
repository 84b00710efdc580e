package io.universalmiddleware.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The event loop on which one share of the edge lives. */
final class EventLoop {
    private final Vertx vertx;
    private final Context context;
    private final Thread thread;

    private EventLoop(Vertx vertx) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        thread = Thread.currentThread();
    }

    /** The loop that runs this. */
    static EventLoop current(Vertx vertx) {
        return new EventLoop(vertx);
    }

    /** Whether it runs this. */
    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Runs something on it, when it has done what it is doing. */
    void execute(Runnable task) {
        context.runOnContext(nothing -> task.run());
    }

    /**
     * Runs something on it later.
     *
     * @return what cancels it
     */
    long after(long millis, Runnable task) {
        return vertx.setTimer(Math.max(1, millis), now -> task.run());
    }

    /**
     * Does what would hold it up, one at a time, on a thread beside it.
     *
     * @param then is told the outcome or the fault, on the loop
     */
    <T> void beside(Supplier<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        context.<T>executeBlocking(work::get).onComplete(done -> then.accept(done.result(), done.cause()));
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }
}
