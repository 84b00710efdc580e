package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one dead letter: what, why, what it carries, what waits behind it and what was done about it. */
@Command(
        name = "show",
        description = "Show a dead letter with its cause, payload and history.",
        mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {
    @Mixin
    private DeadLetters letters = new DeadLetters();

    @Parameters(paramLabel = "ID", description = "The letter's id.")
    private String id = "";

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode detail = letters.get("/" + id, Map.of());
        if (json) {
            System.out.println(DeadLetters.pretty(detail));
        } else {
            print(detail);
        }
        return 0;
    }

    private static void print(JsonNode detail) {
        JsonNode letter = detail.path("deadLetter");
        line("letter", letter.path("id").asText() + "  " + letter.path("state").asText());
        line("type", letter.path("type").asText());
        line("consumer", letter.path("consumer").asText());
        line("key", letter.path("key").asText() + "  (" + detail.path("waiting").asLong() + " wait behind it)");
        line("command", letter.path("commandId").asText("-"));
        line("trace", letter.path("traceId").asText("-"));
        line(
                "attempts",
                letter.path("attempts").asText() + "  (" + letter.path("reason").asText() + ")");
        line(
                "failed",
                letter.path("firstFailedAt").asText() + " to "
                        + letter.path("lastFailedAt").asText());
        line(
                "exception",
                letter.path("exception").asText() + ": "
                        + letter.path("message").asText());
        line("at", letter.path("frame").asText());
        line("group", letter.path("group").asText());
        System.out.println();
        System.out.println(DeadLetters.pretty(detail.path("payload")));
        System.out.println();
        System.out.println(detail.path("causes").asText());
        for (JsonNode act : detail.path("history")) {
            System.out.printf(
                    "%-27s  %-12s  %-14s  %s%n",
                    act.path("at").asText(),
                    act.path("actor").asText(),
                    act.path("action").asText(),
                    act.path("reason").asText(""));
        }
    }

    private static void line(String name, String value) {
        System.out.printf("%-10s %s%n", name, value);
    }
}
