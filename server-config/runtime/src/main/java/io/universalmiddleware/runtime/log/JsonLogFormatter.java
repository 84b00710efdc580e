package io.universalmiddleware.runtime.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes one JSON object a line: time, level, logger, thread, the ids of the log context, message, error. */
final class JsonLogFormatter extends Formatter {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    @Override
    public String format(LogRecord line) {
        StringBuilder json = new StringBuilder(256).append('{');
        for (Map.Entry<String, String> field : LogFields.of(line).entrySet()) {
            if (json.length() > 1) {
                json.append(',');
            }
            quoted(json, field.getKey());
            json.append(':');
            quoted(json, field.getValue());
        }
        return json.append("}\n").toString();
    }

    private static void quoted(StringBuilder json, String text) {
        json.append('"');
        ENCODER.quoteAsString(text, json);
        json.append('"');
    }
}
