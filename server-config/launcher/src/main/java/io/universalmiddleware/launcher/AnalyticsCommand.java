package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what passed tenants' edges in a table: counts, error rates, quantiles, or who asked most. */
@Command(
        name = "analytics",
        description = "Show what passed tenants' edges: counts, error rates, quantiles; or who asked most.",
        mixinStandardHelpOptions = true)
final class AnalyticsCommand implements Callable<Integer> {
    @Mixin
    private ControlTarget control = new ControlTarget();

    @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.")
    private String tenant = "";

    @Option(names = "--route", defaultValue = "", description = "Only this route's.")
    private String route = "";

    @Option(
            names = "--since",
            defaultValue = "1h",
            description = "In so much time until now, such as 30m, 6h or 7d (default: ${DEFAULT-VALUE}).")
    private String since = "1h";

    @Option(
            names = "--by",
            defaultValue = "tenant,route",
            description = "Told apart by some of tenant,route,origin,status (default: ${DEFAULT-VALUE}).")
    private String by = "tenant,route";

    @Option(names = "--top", defaultValue = "", description = "Who asked most instead: user, key or address.")
    private String top = "";

    @Option(names = "--limit", defaultValue = "20", description = "At most so many rows (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Override
    public Integer call() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", tenant);
        parameters.put("since", since);
        parameters.put("limit", Integer.toString(limit));
        if (top.isEmpty()) {
            parameters.put("route", route);
            parameters.put("groupBy", by);
            print(control.send("GET", "/analytics/summary", parameters, null));
        } else {
            parameters.put("by", top);
            printTop(control.send("GET", "/analytics/top", parameters, null));
        }
        return 0;
    }

    private void print(JsonNode summary) {
        if (summary.path("items").isEmpty()) {
            System.out.println("Nothing passed.");
            return;
        }
        List<String> dimensions = List.of(by.split(","));
        Table table = new Table(dimensions, "REQUESTS", "REQ/S", "4XX", "5XX", "ERRORS", "P50 MS", "P95 MS", "P99 MS");
        for (JsonNode item : summary.path("items")) {
            List<String> row = new ArrayList<>();
            dimensions.forEach(
                    dimension -> row.add(Table.orDash(item.path(dimension).asText())));
            row.add(item.path("requests").asText());
            row.add(number(item, "rate", 1));
            row.add(item.path("clientErrors").asText());
            row.add(item.path("serverErrors").asText());
            row.add(String.format(Locale.ROOT, "%.2f%%", item.path("errorRate").asDouble() * 100));
            row.add(number(item, "p50", 1));
            row.add(number(item, "p95", 1));
            row.add(number(item, "p99", 1));
            table.add(row);
        }
        table.print();
    }

    private static void printTop(JsonNode told) {
        if (told.path("items").isEmpty()) {
            System.out.println("Nobody asked.");
            return;
        }
        Table table = new Table(List.of("tenant", told.path("by").asText()), "REQUESTS", "FAILED", "BYTES");
        for (JsonNode item : told.path("items")) {
            String over = item.path("over").asLong() > 0 ? "~" : "";
            table.add(List.of(
                    item.path("tenant").asText(),
                    item.path("asker").asText(),
                    over + item.path("requests").asText(),
                    item.path("failures").asText(),
                    item.path("bytes").asText()));
        }
        table.print();
    }

    private static String number(JsonNode item, String field, int decimals) {
        return String.format(
                Locale.ROOT, "%." + decimals + "f", item.path(field).asDouble());
    }
}
