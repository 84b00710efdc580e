package io.universalmiddleware.runtime.log;

import io.universalmiddleware.contracts.log.LogContext;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts the thread's context into each line, as a parameter that no message names, for handlers that come after it and format on a
 * thread of their own, as Payara Server's does.
 */
final class ContextHandler extends Handler {
    /** What a line carries of the thread that wrote it. */
    record Carried(String thread, Map<String, String> context) {}

    @Override
    public void publish(LogRecord line) {
        Object[] said = own(line);
        Object[] more = Arrays.copyOf(said, said.length + 1);
        more[said.length] = new Carried(Thread.currentThread().getName(), LogContext.current());
        line.setParameters(more);
    }

    /** What the line carries; of this thread, if nothing was put into it. */
    static Carried carried(LogRecord line) {
        Object @Nullable [] all = line.getParameters();
        return all != null && all.length > 0 && all[all.length - 1] instanceof Carried carried
                ? carried
                : new Carried(Thread.currentThread().getName(), LogContext.current());
    }

    /** The parameters that whoever wrote the line gave. */
    static Object[] own(LogRecord line) {
        Object @Nullable [] all = line.getParameters();
        if (all == null) {
            return new Object[0];
        }
        int last = all.length - 1;
        return last >= 0 && all[last] instanceof Carried ? Arrays.copyOf(all, last) : all;
    }

    @Override
    public void flush() {
        // nothing is kept
    }

    @Override
    public void close() {
        // nothing is open
    }
}
