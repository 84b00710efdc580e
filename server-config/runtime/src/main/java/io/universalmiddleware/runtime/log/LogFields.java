package io.universalmiddleware.runtime.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** What a log line says, by name and in order; its form is a formatter's matter. */
final class LogFields {
    private static final Formatter MESSAGES = new Formatter() {
        @Override
        public String format(LogRecord line) {
            return formatMessage(line);
        }
    };

    private LogFields() {}

    static Map<String, String> of(LogRecord line) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", line.getInstant().toString());
        fields.put("level", level(line.getLevel()));
        fields.put("logger", String.valueOf(line.getLoggerName()));
        ContextHandler.Carried carried = ContextHandler.carried(line);
        fields.put("thread", carried.thread());
        fields.putAll(carried.context());
        fields.put("message", message(line));
        if (line.getThrown() != null) {
            fields.put("error", stack(line.getThrown()));
        }
        return fields;
    }

    private static String message(LogRecord line) {
        LogRecord said = new LogRecord(line.getLevel(), line.getMessage());
        said.setResourceBundle(line.getResourceBundle());
        said.setParameters(ContextHandler.own(line));
        return String.valueOf(MESSAGES.formatMessage(said));
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.CONFIG.intValue() ? "INFO" : "DEBUG";
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
