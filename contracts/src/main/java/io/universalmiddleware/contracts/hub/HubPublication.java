package io.universalmiddleware.contracts.hub;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hub publication is what a channel's subscribers get.
 *
 * @param data any JSON text; it is not checked here
 * @param tags shown to subscribers beside the data; {@link #TRACEPARENT} and {@link #COMMAND_ID} are understood by the hub
 * @param time when it was published
 * @param publisher JSON object that tells who published it, of the hub's own making; null for the platform
 */
public record HubPublication(
        String data,
        Map<String, String> tags,
        Instant time,
        @Nullable String publisher) {
    /** Tag with the W3C trace context of what caused the publication. */
    public static final String TRACEPARENT = "traceparent";

    /** Tag with the id of the command that caused the publication. */
    public static final String COMMAND_ID = "commandId";

    public HubPublication {
        tags = Map.copyOf(tags);
    }

    /** A publication by the platform. */
    public static HubPublication of(String data, Map<String, String> tags, Instant time) {
        return new HubPublication(data, tags, time, null);
    }

    /** As it stands in history and in messages: one line of JSON, {@code {"data","tags"?,"time","info"?}}. */
    public String json() {
        StringBuilder json = new StringBuilder(data.length() + 96).append("{\"data\":");
        appendOnOneLine(json, data);
        if (!tags.isEmpty()) {
            json.append(",\"tags\":{");
            String separator = "";
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                json.append(separator);
                appendQuoted(json, tag.getKey());
                json.append(':');
                appendQuoted(json, tag.getValue());
                separator = ",";
            }
            json.append('}');
        }
        json.append(",\"time\":").append(time.toEpochMilli());
        if (publisher != null) {
            json.append(",\"info\":").append(publisher);
        }
        return json.append('}').toString();
    }

    /** A line break in JSON text can only stand between tokens, so a space means the same. */
    private static void appendOnOneLine(StringBuilder json, String text) {
        json.append(text.replace('\n', ' ').replace('\r', ' '));
    }

    private static void appendQuoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
