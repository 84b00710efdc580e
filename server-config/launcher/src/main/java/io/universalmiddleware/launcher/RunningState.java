package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running {@code um up} leaves in its home for other commands.
 *
 * @param pid the process that keeps the parts
 * @param begun when that process began, in epoch milliseconds; tells it from a later one with the same id
 * @param ready whether all parts were ready once
 * @param layout as how many processes the platform runs
 */
record RunningState(long pid, long begun, boolean ready, Layout layout) {
    private static final String FILE = "state.properties";

    /** The state of a process that lives; a dead one's leaves nothing. */
    static Optional<RunningState> read(Home home) {
        Path file = home.directory().resolve(FILE);
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            RunningState state = new RunningState(
                    Long.parseLong(properties.getProperty("pid")),
                    Long.parseLong(properties.getProperty("begun")),
                    Boolean.parseBoolean(properties.getProperty("ready")),
                    Layout.parse(properties.getProperty("layout", Layout.ONE.toString())));
            return Optional.of(state).filter(RunningState::alive);
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    static RunningState mine(boolean ready, Layout layout) {
        ProcessHandle self = ProcessHandle.current();
        return new RunningState(self.pid(), begun(self), ready, layout);
    }

    void write(Home home) {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("begun", Long.toString(begun));
        properties.setProperty("ready", Boolean.toString(ready));
        properties.setProperty("layout", layout.toString());
        Path beside = home.directory().resolve(FILE + "." + pid);
        try {
            Files.createDirectories(home.directory());
            try (Writer out = Files.newBufferedWriter(beside)) {
                properties.store(out, null);
            }
            Files.move(beside, home.directory().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Home home) {
        try {
            Files.deleteIfExists(home.directory().resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(process -> begun(process) == begun);
    }

    /** Whether the process lives; one that has ended and that its parent has not looked after yet does not. */
    boolean alive() {
        return process().filter(ProcessHandle::isAlive).isPresent() && !zombie();
    }

    private boolean zombie() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("\nState:\tZ");
        } catch (IOException noSuchFile) {
            return false;
        }
    }

    private static long begun(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }
}
