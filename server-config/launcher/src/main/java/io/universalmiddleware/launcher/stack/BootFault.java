package io.universalmiddleware.launcher.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;

/** Finds in the platform's log why it did not start. */
final class BootFault {
    private static final String SETTINGS = "Invalid configuration:";
    private static final String CAUSED_BY = "Caused by: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private BootFault() {}

    /** The complaints about settings, a line each; else the innermost cause of the last error. */
    static String in(List<String> said) {
        int settings = said.lastIndexOf(SETTINGS);
        if (settings >= 0) {
            return String.join("\n", said.subList(settings, said.size()));
        }
        return said.stream()
                .flatMap(line -> error(line).stream())
                .reduce((first, second) -> second)
                .or(() -> said.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second))
                .orElse("it said nothing");
    }

    /** What an error's line says, in the platform's form of the log or the server's. */
    private static Optional<String> error(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode fields = JSON.readTree(line);
            String level = fields.path("level").asText(fields.path("Level").asText());
            if (!level.equals("ERROR") && !level.equals("SEVERE")) {
                return Optional.empty();
            }
            String message =
                    fields.path("message").asText(fields.path("LogMessage").asText());
            String stack = fields.path("error")
                    .asText(fields.path("Throwable").path("StackTrace").asText());
            return Optional.of((message + " " + innermost(stack)).strip());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static String innermost(String stack) {
        return stack.lines()
                .filter(line -> line.startsWith(CAUSED_BY))
                .map(line -> line.substring(CAUSED_BY.length()))
                .reduce((outer, inner) -> inner)
                .or(() -> stack.lines().findFirst())
                .orElse("");
    }
}
