package io.universalmiddleware.stores;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A child process that ends with its parent.
 *
 * <p>The kernel sends a parent-death signal when the <em>thread</em> that forked ends (prctl(2), PR_SET_PDEATHSIG), so all
 * children are forked by one thread that lives as long as the JVM. A shutdown hook does it on machines without setpriv.
 */
final class ChildProcess {
    private static final ExecutorService FORKER = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "um-store-forker");
        thread.setDaemon(true);
        return thread;
    });
    private static final long TAIL_BYTES = 256L << 10;
    private static final long LARGE_LOG_BYTES = 20L << 20;
    private static final long POLL_MILLIS = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final long logBegin;
    private final Thread hook;

    private ChildProcess(String name, Process process, Path log, long logBegin) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logBegin = logBegin;
        this.hook = new Thread(process::destroy, "um-store-stop-" + name);
        if (!Account.canTie()) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    static ChildProcess fork(
            String name, List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        putAway(log);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long logBegin = Files.exists(log) ? Files.size(log) : 0;
        try {
            return new ChildProcess(name, FORKER.submit(builder::start).get(), log, logBegin);
        } catch (ExecutionException e) {
            throw new IOException("cannot run " + command.get(0), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(name + ": interrupted while starting", e);
        }
    }

    /** A log that is large when its process starts becomes the older one, of which there is one. */
    private static void putAway(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** @param lastWords makes of what the process said a line that tells why it ended */
    void awaitReady(Callable<Boolean> answers, Duration within, Function<List<String>, String> lastWords) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!answersNow(answers)) {
            if (!process.isAlive()) {
                forgetHook();
                throw new StoreException("%s ended while starting (exit %d): %s; see %s"
                        .formatted(name, process.exitValue(), lastWords.apply(said()), log));
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new StoreException(
                        "%s did not answer within %d s; see %s".formatted(name, within.toSeconds(), log));
            }
            pause();
        }
    }

    void stop(String signal, Duration within) {
        signal(signal);
        signal("CONT");
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        forgetHook();
    }

    void kill() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        process.onExit().join();
        family.forEach(member -> member.onExit().join());
        forgetHook();
    }

    void signal(String signal) {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StoreException("cannot send " + signal + " to " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answersNow(Callable<Boolean> answers) {
        try {
            return answers.call();
        } catch (StoreException hopeless) {
            throw hopeless;
        } catch (Exception notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while a store started", e);
        }
    }

    private List<String> said() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(logBegin, file.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs already, and does what is wanted
        }
    }
}
