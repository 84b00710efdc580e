package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters, newest first, or their groups. */
@Command(
        name = "ls",
        description = "List dead letters, newest first, or their groups.",
        mixinStandardHelpOptions = true)
final class DlqListCommand implements Callable<Integer> {
    @Mixin
    private DeadLetters letters = new DeadLetters();

    @Option(
            names = "--state",
            defaultValue = "open",
            description = "open, retrying, resolved, discarded or all (default: ${DEFAULT-VALUE}).")
    private String state = "open";

    @Option(names = "--group", defaultValue = "", description = "Only those of this group.")
    private String group = "";

    @Option(names = "--type", defaultValue = "", description = "Only those of this command or event type.")
    private String type = "";

    @Option(names = "--groups", description = "The groups instead: the same exception from the same method.")
    private boolean groups;

    @Mixin
    private PageSize size = new PageSize();

    @Override
    public Integer call() {
        String wanted = state.equals("all") ? "" : state;
        if (groups) {
            printGroups(letters.get("/groups", Map.of("state", wanted.isEmpty() ? "open" : wanted, "type", type)));
        } else {
            print(letters.get("", parameters(wanted)));
        }
        return 0;
    }

    private Map<String, String> parameters(String wanted) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("state", wanted);
        parameters.put("group", group);
        parameters.put("type", type);
        size.putTo(parameters);
        return parameters;
    }

    private static void print(JsonNode page) {
        if (page.path("deadLetters").isEmpty()) {
            System.out.println("No dead letters.");
            return;
        }
        System.out.printf("%-36s  %-9s  %-20s  %-24s  %s%n", "ID", "STATE", "LAST FAILED", "TYPE", "WHY");
        for (JsonNode letter : page.path("deadLetters")) {
            System.out.printf(
                    "%-36s  %-9s  %-20.20s  %-24s  %s%n",
                    letter.path("id").asText(),
                    letter.path("state").asText(),
                    letter.path("lastFailedAt").asText(),
                    letter.path("type").asText("?"),
                    why(letter));
        }
        if (page.hasNonNull("nextCursor")) {
            System.out.println("There are more: --limit, --type and --group narrow it down.");
        }
    }

    private static void printGroups(JsonNode list) {
        if (list.path("groups").isEmpty()) {
            System.out.println("No dead letters.");
            return;
        }
        System.out.printf("%-16s  %6s  %-20s  %s%n", "GROUP", "COUNT", "LAST FAILED", "WHY");
        for (JsonNode group : list.path("groups")) {
            System.out.printf(
                    "%-16s  %6d  %-20.20s  %s%n",
                    group.path("group").asText(),
                    group.path("count").asLong(),
                    group.path("lastFailedAt").asText(),
                    why(group) + " at " + group.path("frame").asText());
        }
    }

    private static String why(JsonNode cause) {
        String exception = cause.path("exception").asText();
        String message = cause.path("message").asText().replaceAll("\\s+", " ");
        return exception.substring(exception.lastIndexOf('.') + 1) + ": "
                + (message.length() > 80 ? message.substring(0, 80) + "..." : message);
    }
}
