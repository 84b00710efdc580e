package io.universalmiddleware.gateway.limiting;

import java.util.concurrent.Executor;

/** An event loop that asks: runs what it is given on itself, after what runs now. */
interface Loop extends Executor {
    /** Runs something on it later. Called on it. */
    void after(long millis, Runnable task);
}
