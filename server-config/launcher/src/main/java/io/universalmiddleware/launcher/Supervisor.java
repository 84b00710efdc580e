package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.stores.ServerProcess;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor runs a stack in this process: it starts it, brings back a part that dies, and stops it in order when the
 * process is asked to end.
 */
final class Supervisor {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final StackOptions options;
    private final Stack stack;
    private volatile boolean ending;

    Supervisor(StackOptions options) {
        this.options = options;
        this.stack = new Stack(options);
    }

    Stack stack() {
        return stack;
    }

    /** Starts everything; from here on the end of this process stops it in order. */
    void start(Consumer<String> progress) {
        claimHome();
        RunningState.mine(false, options.layout()).write(options.home());
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "um-end"));
        stack.start(progress);
    }

    /** Lets other commands know that everything was ready. */
    void announce() {
        RunningState.mine(true, options.layout()).write(options.home());
    }

    /** Looks after the parts until this process ends. */
    void keep(Consumer<String> progress) throws InterruptedException {
        long pause = LOOK_EVERY_MILLIS;
        while (!ending) {
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = LOOK_EVERY_MILLIS;
            for (ServerProcess part : stack.parts()) {
                if (!ending && !part.running()) {
                    pause = bringBack(part, progress, pause);
                }
            }
        }
    }

    private static long bringBack(ServerProcess part, Consumer<String> progress, long pause) {
        progress.accept(part.name() + " ended; starting it again (its log: " + part.log() + ")");
        try {
            part.start();
            progress.accept(part.name() + " is back");
            return pause;
        } catch (StoreException e) {
            progress.accept(e.getMessage());
            return Math.min(pause * 8, LONGEST_PAUSE_MILLIS);
        }
    }

    private void end() {
        ending = true;
        stack.close();
        RunningState.remove(options.home());
    }

    /** Two supervisors on one home would fight for its data, so the first holds a lock for as long as it lives. */
    @SuppressWarnings("resource")
    private void claimHome() {
        Path file = options.home().directory().resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    Files.createDirectories(options.home().directory()).resolve(file),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new StoreException("Another um up uses " + options.home().directory() + ": end it with um down");
            }
        } catch (IOException e) {
            throw new StoreException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }
}
