package io.universalmiddleware.runtime.log;

import io.universalmiddleware.runtime.settings.PlatformSettings.LogFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The platform's formatters in place of the server's, until closed; and what a thread throws and nobody catches is a line of
 * the log too, not a text between its lines.
 */
public final class LogInstallation implements AutoCloseable {
    /** Loggers that the server itself sets to INFO, whatever its configuration says. */
    private static final Logger CHATTY = Logger.getLogger("jakarta.enterprise.web");

    /** What a handler had. */
    private record Before(Formatter formatter, Level level) {}

    private final Map<Handler, Before> before = new LinkedHashMap<>();
    private final Thread.@Nullable UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
    private final Optional<Handler> file;
    private final Handler context = new ContextHandler();

    private LogInstallation(Optional<Handler> file) {
        this.file = file;
    }

    /**
     * Puts a formatter on every handler of the root logger that has one; from then on it is the loggers' levels that decide.
     *
     * @param file a handler to be added
     */
    public static LogInstallation install(LogFormat format, Optional<Handler> file) {
        LogInstallation installation = new LogInstallation(file);
        Logger root = Logger.getLogger("");
        file.ifPresent(root::addHandler);
        Handler[] handlers = root.getHandlers();
        root.addHandler(installation.context);
        for (Handler handler : handlers) {
            root.removeHandler(handler); // it is to come after the context
            root.addHandler(handler);
            installation.take(handler, formatter(format));
        }
        CHATTY.setLevel(Level.WARNING);
        Thread.setDefaultUncaughtExceptionHandler(LogInstallation::tell);
        return installation;
    }

    private void take(Handler handler, Formatter formatter) {
        @Nullable Formatter its = handler.getFormatter();
        if (its != null) { // who has none cannot be given it back
            before.put(handler, new Before(its, handler.getLevel()));
            handler.setFormatter(formatter);
            handler.setLevel(Level.ALL);
        }
    }

    private static void tell(Thread thread, Throwable thrown) {
        Logger.getLogger(thread.getClass().getName())
                .log(Level.SEVERE, thrown, () -> "Thread " + thread.getName() + " ended by what it threw");
    }

    private static Formatter formatter(LogFormat format) {
        return switch (format) {
            case JSON -> new JsonLogFormatter();
            case TEXT -> new TextLogFormatter();
        };
    }

    /** Gives the handlers back what they had: the application's class loader goes, the server's handlers stay. */
    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        Logger.getLogger("").removeHandler(context);
        before.forEach((handler, its) -> {
            handler.setFormatter(its.formatter());
            handler.setLevel(its.level());
        });
        before.clear();
        file.ifPresent(handler -> {
            Logger.getLogger("").removeHandler(handler);
            handler.close();
        });
    }
}
