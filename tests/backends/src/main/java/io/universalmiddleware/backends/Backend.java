package io.universalmiddleware.backends;

import io.universalmiddleware.stores.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * A back-end is a test's own part of a real store.
 *
 * <p>The faults below hit the whole store: a test that causes one must heal it before it ends, since the store is shared
 * by all tests of the JVM. They need a store that was started here; one taken from an address refuses them.
 */
public abstract sealed class Backend permits PostgresBackend, KafkaBackend, RedisBackend {
    private final String name;
    private final @Nullable ServerProcess store;

    Backend(String name, @Nullable ServerProcess store) {
        this.name = name;
        this.store = store;
    }

    /** Ends the store's process as {@code kill -9} does. */
    public final void kill() {
        store().kill();
    }

    /** Ends the store's process in order. */
    public final void stop() {
        store().stop();
    }

    /** Starts the store on its port and data, after {@link #kill()} or {@link #stop()}; does nothing while it runs. */
    public final void start() {
        store().start();
    }

    /** Halts the store's process (SIGSTOP) until {@link #resume()}. */
    public final void pause() {
        store().pause();
    }

    public final void resume() {
        store().resume();
    }

    /** The store's process, when it was started here. */
    final @Nullable ServerProcess started() {
        return store;
    }

    private ServerProcess store() {
        if (store == null) {
            throw new IllegalStateException(
                    name + " was taken from an address, so it cannot be killed or paused: unset that address");
        }
        return store;
    }
}
