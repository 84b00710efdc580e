package io.universalmiddleware.runtime.log;

import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Writes one line for people: time, level, logger, message, ids.
 *
 * <p>Only a stack trace, indented, takes more lines: control characters in a message or an id are written as escapes,
 * so that nobody can forge a line.
 */
final class TextLogFormatter extends Formatter {
    private static final java.util.Set<String> LEADING =
            java.util.Set.of("time", "level", "logger", "thread", "message", "error");

    @Override
    public String format(LogRecord line) {
        Map<String, String> fields = LogFields.of(line);
        StringBuilder text = new StringBuilder(200)
                .append(fields.get("time"))
                .append(' ')
                .append(String.format("%-5s", fields.get("level")))
                .append(' ')
                .append(simple(fields.getOrDefault("logger", "")))
                .append(": ")
                .append(escaped(fields.getOrDefault("message", "")));
        fields.forEach((name, value) -> {
            if (!LEADING.contains(name)) {
                text.append(' ').append(name).append('=').append(escaped(value));
            }
        });
        text.append('\n');
        String error = fields.get("error");
        if (error != null) {
            error.lines().forEach(l -> text.append("    ").append(escaped(l)).append('\n'));
        }
        return text.toString();
    }

    private static String simple(String logger) {
        return escaped(logger.substring(logger.lastIndexOf('.') + 1));
    }

    private static String escaped(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) && c != '\t' || c == '\u2028' || c == '\u2029') {
                clean.append(String.format("\\u%04x", c));
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }
}
