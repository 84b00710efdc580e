package io.universalmiddleware.runtime.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log levels of this process, which can be changed while it runs.
 *
 * <p>A change holds until it is reset, its time is over ({@link #expire}) or the process ends; then the level is what it
 * was before the first change. What is changed here is kept here: the JDK forgets a logger that nobody holds, with its
 * level.
 */
final class LogLevels {
    static final String ROOT = "root";

    private record Change(
            Logger logger, @Nullable Level before, @Nullable Instant until) {}

    private final Map<String, Change> changes = new TreeMap<>();
    private final Clock clock;

    LogLevels(Clock clock) {
        this.clock = clock;
    }

    /** What was changed, by name. */
    synchronized List<LogLevel> changed() {
        return changes.keySet().stream().map(this::of).toList();
    }

    /** The level of a logger, which need not be there yet. */
    synchronized LogLevel of(String name) {
        @Nullable Change change = changes.get(name);
        Logger logger = change == null ? logger(name) : change.logger();
        return new LogLevel(name, effective(logger).getName(), change != null, change == null ? null : change.until());
    }

    /** @param lasting null for as long as the process lasts */
    synchronized LogLevel set(String name, Level level, @Nullable Duration lasting) {
        @Nullable Change earlier = changes.get(name);
        Logger logger = earlier == null ? logger(name) : earlier.logger();
        @Nullable Level before = earlier == null ? logger.getLevel() : earlier.before();
        changes.put(
                name,
                new Change(
                        logger, before, lasting == null ? null : clock.instant().plus(lasting)));
        logger.setLevel(level);
        return of(name);
    }

    /** Makes a level what it was; answers whether it had been changed. */
    synchronized boolean reset(String name) {
        @Nullable Change change = changes.remove(name);
        if (change != null) {
            change.logger().setLevel(change.before());
        }
        return change != null;
    }

    /** Resets what has lasted its time, and answers what that was. */
    synchronized List<String> expire() {
        Instant now = clock.instant();
        List<String> over = new ArrayList<>();
        changes.forEach((name, change) -> {
            Instant until = change.until();
            if (until != null && !until.isAfter(now)) {
                over.add(name);
            }
        });
        over.forEach(this::reset);
        return over;
    }

    synchronized void resetAll() {
        List.copyOf(changes.keySet()).forEach(this::reset);
    }

    private static Logger logger(String name) {
        return Logger.getLogger(name.equals(ROOT) ? "" : name);
    }

    private static Level effective(Logger logger) {
        for (@Nullable Logger next = logger; next != null; next = next.getParent()) {
            if (next.getLevel() != null) {
                return next.getLevel();
            }
        }
        return Level.INFO;
    }
}
