package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;

/** How changes of the configuration are told on a screen. */
final class ConfigText {
    private ConfigText() {}

    static void printApplied(JsonNode applied) {
        printChanges(applied.path("changes"));
        if (applied.path("dryRun").asBoolean()) {
            System.out.println("Nothing was changed: a dry run.");
        } else if (!applied.path("changes").isEmpty()) {
            System.out.println("Revision " + applied.path("revision").asLong() + ".");
        }
    }

    static void printChanges(JsonNode changes) {
        if (changes.isEmpty()) {
            System.out.println("Nothing to change.");
        }
        for (JsonNode change : changes) {
            System.out.printf(
                    "%s %s %s%n",
                    change.path("what").asText(), change.path("kind").asText(), name(change));
            for (JsonNode difference : change.path("differences")) {
                String path = difference.path("path").asText();
                if (difference.has("from")) {
                    System.out.println("  - " + path + " " + difference.path("from"));
                }
                if (difference.has("to")) {
                    System.out.println("  + " + path + " " + difference.path("to"));
                }
            }
        }
    }

    static void printHistory(Iterable<JsonNode> revisions) {
        System.out.printf("%8s  %-20s  %-24s  %s%n", "REVISION", "AT", "WHO", "WHAT");
        for (JsonNode revision : revisions) {
            String note = revision.path("note").asText("");
            System.out.printf(
                    "%8d  %-20.20s  %-24s  %s%s%n",
                    revision.path("revision").asLong(),
                    revision.path("at").asText(),
                    revision.path("actor").asText(),
                    revision.path("action").asText(),
                    note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    private static String name(JsonNode change) {
        String tenant = change.path("tenant").asText();
        String name = change.path("name").asText();
        return tenant.isEmpty() || change.path("kind").asText().equals("tenants") ? name : tenant + '/' + name;
    }
}
