package io.universalmiddleware.contracts.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log context is the set of ids that the log formatter adds to every line the current thread writes.
 *
 * <p>Names in use: {@code traceId}, {@code requestId}, {@code tenant}, {@code user}, {@code commandId}.
 */
public final class LogContext {
    private static final ThreadLocal<Map<String, String>> CURRENT = new ThreadLocal<>();

    private LogContext() {}

    /** Adds a name to the context until the returned scope is closed; a null value adds nothing. */
    public static Scope with(String name, @Nullable String value) {
        @Nullable Map<String, String> before = CURRENT.get();
        if (value != null) {
            Map<String, String> now = before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
            now.put(name, value);
            CURRENT.set(now);
        }
        return () -> restore(before);
    }

    /** What the current thread's lines carry, in order of addition. */
    public static Map<String, String> current() {
        @Nullable Map<String, String> now = CURRENT.get();
        return now == null ? Map.of() : now;
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** Ends the addition that made it. Close in reverse order, on the same thread. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
