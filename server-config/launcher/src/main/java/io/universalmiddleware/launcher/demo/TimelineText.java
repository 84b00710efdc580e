package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command's timeline in lines for people: when, since it was accepted, and what. */
final class TimelineText {
    private TimelineText() {}

    static List<String> lines(JsonNode timeline) {
        List<String> lines = new ArrayList<>();
        @Nullable Instant begin = null;
        for (JsonNode step : timeline.path("steps")) {
            Instant at = Instant.parse(step.path("at").asText());
            begin = begin == null ? at : begin;
            double millis = Duration.between(begin, at).toNanos() / 1e6;
            lines.add("%+9.1f ms  %-13s %s"
                    .formatted(millis, step.path("step").asText(), details(step.path("detail")))
                    .stripTrailing());
        }
        return lines;
    }

    private static String details(JsonNode detail) {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : detail.properties()) {
            if (!field.getKey().equals("id") && !field.getKey().equals("eventId")) {
                words.add(field.getKey() + " " + field.getValue().asText());
            }
        }
        return String.join(", ", words);
    }
}
