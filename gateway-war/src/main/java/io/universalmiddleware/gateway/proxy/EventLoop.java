package io.universalmiddleware.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

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

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }
}
