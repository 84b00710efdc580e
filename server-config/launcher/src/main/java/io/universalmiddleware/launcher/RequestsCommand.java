package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists requests of tenants' clients from the request log, latest first. */
@Command(
        name = "requests",
        description = "List requests of tenants' clients, latest first.",
        mixinStandardHelpOptions = true)
final class RequestsCommand implements Callable<Integer> {
    @Mixin
    private ControlTarget control = new ControlTarget();

    @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.")
    private String tenant = "";

    @Option(names = "--route", defaultValue = "", description = "Only this route's.")
    private String route = "";

    @Option(names = "--status", defaultValue = "", description = "Only with this status, such as 404 or 5xx.")
    private String status = "";

    @Option(names = "--method", defaultValue = "", description = "Only with this method.")
    private String method = "";

    @Option(names = "--path", defaultValue = "", description = "Only of paths that begin so.")
    private String path = "";

    @Option(
            names = "--slower",
            defaultValue = "",
            description = "Only those that took so long at least, such as 250ms.")
    private String slower = "";

    @Option(names = "--caller", defaultValue = "", description = "Only of this user, or this API key's id.")
    private String caller = "";

    @Option(names = "--id", defaultValue = "", description = "Only with this request id.")
    private String id = "";

    @Option(
            names = "--since",
            defaultValue = "24h",
            description = "In so much time until now, such as 30m, 6h or 7d (default: ${DEFAULT-VALUE}).")
    private String since = "24h";

    @Mixin
    private PageSize size = new PageSize();

    @Override
    public Integer call() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", tenant);
        parameters.put("route", route);
        parameters.put("status", status);
        parameters.put("method", method);
        parameters.put("path", path);
        parameters.put("minDuration", slower);
        parameters.put("caller", caller);
        parameters.put("requestId", id);
        parameters.put("since", since);
        size.putTo(parameters);
        print(control.send("GET", "/request-logs", parameters, null));
        return 0;
    }

    private static void print(JsonNode page) {
        if (page.path("items").isEmpty()) {
            System.out.println("No requests.");
            return;
        }
        Table table = new Table(
                List.of("at", "tenant", "route", "method", "path", "client", "caller", "request id", "why"),
                "STATUS",
                "MS");
        for (JsonNode item : page.path("items")) {
            table.add(List.of(
                    item.path("at").asText(),
                    item.path("tenant").asText(),
                    Table.orDash(item.path("route").asText()),
                    item.path("method").asText(),
                    shortened(item.path("path").asText()),
                    item.path("client").asText(),
                    Table.orDash(item.path("user").asText() + item.path("key").asText()),
                    item.path("requestId").asText(),
                    Table.orDash(item.path("reason").asText()),
                    item.path("status").asText(),
                    String.format(Locale.ROOT, "%.1f", item.path("duration").asDouble())));
        }
        table.print();
        if (page.hasNonNull("nextCursor")) {
            System.out.println("There are more: --limit, --status, --path and --since narrow it down.");
        }
    }

    private static String shortened(String path) {
        return path.length() > 60 ? path.substring(0, 59) + '…' : path;
    }
}
