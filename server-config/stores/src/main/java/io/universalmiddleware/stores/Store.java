package io.universalmiddleware.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store is one server process on loopback, with its data in a directory that outlives it.
 *
 * <p>It can be stopped, killed, paused and started again on the same port and data, which is what fault tests need. Its
 * methods are safe to call from several threads; calls on one store wait for each other.
 */
public abstract sealed class Store implements AutoCloseable permits PostgresStore, RedisStore, KafkaStore {
    /** A store's directory must have this much room when it starts, in bytes. */
    static final long LEAST_FREE_BYTES = 256L << 20;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Path directory;
    private @Nullable Child child;

    Store(String name, int port, Path directory) {
        this.name = name;
        this.port = port;
        this.directory = directory;
    }

    /** The product's name, for people: PostgreSQL, Redis or Kafka. */
    public final String name() {
        return name;
    }

    /** The TCP port on 127.0.0.1. */
    public final int port() {
        return port;
    }

    /** Where its data and its log are. It may differ from the asked one, see {@link PostgresStore}. */
    public final Path directory() {
        return directory;
    }

    /** The log of the server process. */
    public final Path log() {
        return directory.resolve("server.log");
    }

    /** The server's process id, or -1 while it does not run. */
    public final synchronized long pid() {
        Child running = child;
        return running != null && running.alive() ? running.pid() : -1;
    }

    public final boolean running() {
        return pid() != -1;
    }

    /** Starts the server on its data; does nothing while it runs. Returns when it answers. */
    public final synchronized void start() {
        if (running()) {
            return;
        }
        Ports.requireFree(name, port);
        try {
            Files.createDirectories(directory);
            requireRoom();
            prepare();
            Child started = Child.fork(name, command(), directory, log());
            child = started;
            started.awaitReady(this::answers, READY_WITHIN);
        } catch (IOException e) {
            throw new StoreException(name + " cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Stops the server in order, or by force when that takes more than 20 s. Its data stays. */
    public final synchronized void stop() {
        Child running = child;
        if (running != null) {
            running.stop(stopSignal(), STOP_WITHIN);
            child = null;
        }
    }

    /** Ends the server as {@code kill -9} does, and returns when the process is gone. */
    public final synchronized void kill() {
        Child running = child;
        if (running != null) {
            running.kill();
            child = null;
        }
    }

    /** Starts the server again, after {@link #kill()} or {@link #stop()}; stops it first when it runs. */
    public final synchronized void restart() {
        stop();
        start();
    }

    /** Halts the process where it is (SIGSTOP): it keeps its connections and answers nothing. */
    public final synchronized void pause() {
        signal("STOP");
    }

    /** Lets a paused process run on (SIGCONT). */
    public final synchronized void resume() {
        signal("CONT");
    }

    @Override
    public final void close() {
        stop();
    }

    abstract void prepare() throws IOException;

    abstract List<String> command() throws IOException;

    /** Whether the server takes work now. It must answer within a second or so, and may throw for "not yet". */
    abstract boolean answers() throws Exception;

    abstract String stopSignal();

    private void signal(String signal) {
        Child running = child;
        if (running == null || !running.alive()) {
            throw new IllegalStateException(name + " does not run");
        }
        running.signal(signal);
    }

    private void requireRoom() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new StoreException(
                        "%s needs %d MB free at %s and finds %d MB: make room, or choose another directory"
                                .formatted(name, LEAST_FREE_BYTES >> 20, directory, free >> 20));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
