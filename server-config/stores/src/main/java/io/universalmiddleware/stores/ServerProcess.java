package io.universalmiddleware.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server process is a child of this JVM that listens on loopback and keeps its data in a directory that outlives it.
 *
 * <p>It can be stopped, killed, paused and started again on the same port and data, which is what fault tests need. All
 * methods may be called from any thread; {@link #stop()} and {@link #kill()} also end a start that is under way.
 */
public abstract class ServerProcess implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 256L << 20;
    private static final long LONGEST_LOG_BYTES = 16L << 20;
    private static final Pattern CAUSE = Pattern.compile("FATAL|Exception|Error|Caused by");

    private final String name;
    private final int port;
    private final Path directory;
    private volatile @Nullable ChildProcess child;

    /** @param directory absolute; made when it is not there */
    protected ServerProcess(String name, int port, Path directory) {
        this.name = name;
        this.port = port;
        this.directory = directory;
    }

    /** The product's name, for people. */
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
    public final long pid() {
        ChildProcess running = child;
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
        awaitEarlierEnd();
        Ports.requireFree(name, port);
        try {
            makeDirectory();
            requireRoom();
            prepare();
            rotateLog();
            ChildProcess started = ChildProcess.fork(name, command(), environment(), directory, log());
            child = started;
            started.awaitReady(this::answers, readyWithin(), this::lastWords);
        } catch (IOException e) {
            throw new StoreException(name + " cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Waits up to 30 s for what an earlier run, whose parent was killed, has left on the directory and is still ending. */
    public final void awaitEarlierEnd() {
        if (!running()) {
            new EarlierRun(name, directory).awaitEnd();
        }
    }

    /** Stops the server in order, or by force when that takes too long. Its data stays. */
    public final void stop() {
        ChildProcess running = child;
        if (running != null) {
            running.stop(stopSignal(), stopWithin());
            child = null;
        }
    }

    /** Ends the server as {@code kill -9} does, and returns when the process is gone. */
    public final void kill() {
        ChildProcess running = child;
        if (running != null) {
            running.kill();
            child = null;
        }
    }

    /** Starts the server again, after {@link #kill()} or {@link #stop()}; stops it first when it runs. */
    public final void restart() {
        stop();
        start();
    }

    /** Halts the process where it is (SIGSTOP): it keeps its connections and answers nothing. */
    public final void pause() {
        signal("STOP");
    }

    /** Lets a paused process run on (SIGCONT). */
    public final void resume() {
        signal("CONT");
    }

    @Override
    public final void close() {
        stop();
    }

    /** Makes the directory when it is not there. */
    protected void makeDirectory() throws IOException {
        Files.createDirectories(directory);
    }

    /** Makes the directory ready for a start; an earlier process may have been killed in the midst of anything. */
    protected abstract void prepare() throws IOException;

    /** The program and its arguments; begin it with {@link #tied}, so that it ends with this JVM. */
    protected abstract List<String> command() throws IOException;

    /** What the program's environment has beside this JVM's. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    /** Whether the server takes work now. It must answer within a second or so, and may throw for "not yet". */
    protected abstract boolean answers() throws Exception;

    /**
     * Why the server ended while it started, for people.
     *
     * @param said the lines of its log since then
     */
    protected String lastWords(List<String> said) {
        return said.stream()
                .filter(line -> CAUSE.matcher(line).find())
                .reduce((first, second) -> second)
                .or(() -> said.stream().reduce((first, second) -> second))
                .orElse("it said nothing")
                .strip();
    }

    protected Duration readyWithin() {
        return Duration.ofSeconds(180);
    }

    /** After this it is ended by force. */
    protected Duration stopWithin() {
        return Duration.ofSeconds(20);
    }

    /** The signal that asks the server to end in order. */
    protected abstract String stopSignal();

    /** The words before a command that let the kernel send it this signal when this JVM dies; none without setpriv(1). */
    protected static List<String> tied(String deathSignal) {
        return Account.tied(deathSignal);
    }

    private void signal(String signal) {
        ChildProcess running = child;
        if (running == null || !running.alive()) {
            throw new IllegalStateException(name + " does not run");
        }
        running.signal(signal);
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LONGEST_LOG_BYTES) {
            Files.move(log(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
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
