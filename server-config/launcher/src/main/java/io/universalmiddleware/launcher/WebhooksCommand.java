package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.stores.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What one does with webhooks; each subcommand speaks to the running platform's control plane. */
@Command(
        name = "webhooks",
        description = "Look at webhooks and what was delivered, and send again.",
        mixinStandardHelpOptions = true)
final class WebhooksCommand implements Runnable {
    private static final String ALL = "/webhooks";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 250;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say ls, deliveries, show, retry, replay or test.");
    }

    @Command(name = "ls", description = "List webhooks and how it goes with them.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ControlTarget control,
            @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.") String tenant) {
        JsonNode page = control.send("GET", ALL, new TreeMap<>(Map.of("tenant", tenant, "limit", "200")), null);
        if (page.path("items").isEmpty()) {
            System.out.println("No webhooks.");
            return 0;
        }
        System.out.printf("%-36s  %-12s  %-20s  %-8s  %s%n", "ID", "TENANT", "NAME", "STATE", "URL");
        for (JsonNode webhook : page.path("items")) {
            JsonNode state = control.send("GET", path(webhook.path("id").asText(), "state"), Map.of(), null);
            System.out.printf(
                    "%-36s  %-12s  %-20.20s  %-8s  %s%n",
                    webhook.path("id").asText(),
                    webhook.path("tenant").asText(),
                    webhook.path("name").asText(),
                    told(state),
                    webhook.path("url").asText());
            if (state.hasNonNull("disabledReason")) {
                System.out.println("    " + state.path("disabledReason").asText());
            }
        }
        return 0;
    }

    @Command(
            name = "deliveries",
            description = "List a webhook's deliveries, newest first.",
            mixinStandardHelpOptions = true)
    int deliveries(
            @Mixin ControlTarget control,
            @Parameters(paramLabel = "WEBHOOK", description = "Its id.") String webhook,
            @Option(
                            names = "--status",
                            defaultValue = "",
                            description = "Only pending, delivered, failed or skipped ones.")
                    String status,
            @Option(names = "--type", defaultValue = "", description = "Only those of this event type.") String type,
            @Mixin PageSize size) {
        Map<String, String> parameters = new TreeMap<>(Map.of("status", status, "type", type));
        size.putTo(parameters);
        JsonNode page = control.send("GET", path(webhook, "deliveries"), parameters, null);
        if (page.path("items").isEmpty()) {
            System.out.println("No deliveries.");
            return 0;
        }
        System.out.printf("%-36s  %-9s  %-20s  %5s  %-30s  %s%n", "ID", "STATUS", "OCCURRED", "TRIES", "TYPE", "LAST");
        for (JsonNode delivery : page.path("items")) {
            System.out.printf(
                    "%-36s  %-9s  %-20.20s  %5d  %-30.30s  %s%n",
                    delivery.path("id").asText(),
                    delivery.path("status").asText(),
                    delivery.path("occurredAt").asText(),
                    delivery.path("attempts").asInt(),
                    delivery.path("type").asText(),
                    last(delivery));
        }
        if (page.hasNonNull("nextCursor")) {
            System.out.println("There are more: --limit, --status and --type narrow it down.");
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Show a delivery: its body and every attempt.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin ControlTarget control,
            @Parameters(paramLabel = "WEBHOOK", description = "Its id.") String webhook,
            @Parameters(paramLabel = "DELIVERY", description = "Its id.") String delivery) {
        System.out.println(control.send("GET", path(webhook, "deliveries/" + plain(delivery)), Map.of(), null)
                .toPrettyString());
        return 0;
    }

    @Command(name = "retry", description = "Send a delivery again, now.", mixinStandardHelpOptions = true)
    int retry(
            @Mixin ControlTarget control,
            @Parameters(paramLabel = "WEBHOOK", description = "Its id.") String webhook,
            @Parameters(paramLabel = "DELIVERY", description = "Its id.") String delivery)
            throws InterruptedException {
        String at = path(webhook, "deliveries/" + plain(delivery));
        int before =
                control.send("GET", at, Map.of(), null).at("/delivery/attempts").asInt();
        control.send("POST", at + "/retry", Map.of(), null);
        return outcome(control, at, before);
    }

    @Command(
            name = "replay",
            description = "Send a webhook again what occurred in a time.",
            mixinStandardHelpOptions = true)
    int replay(
            @Mixin ControlTarget control,
            @Parameters(paramLabel = "WEBHOOK", description = "Its id.") String webhook,
            @Option(names = "--since", required = true, description = "As 2027-01-31T12:00:00Z.") String since,
            @Option(names = "--until", defaultValue = "", description = "Before this time.") String until,
            @Option(names = "--status", defaultValue = "", description = "Only delivered, failed or skipped ones.")
                    String status,
            @Option(names = "--cursor", defaultValue = "", description = "What is behind an earlier replay's.")
                    String cursor) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("since", since);
        if (!until.isEmpty()) {
            request.put("until", until);
        }
        if (!status.isEmpty()) {
            request.put("status", status);
        }
        if (!cursor.isEmpty()) {
            request.put("cursor", cursor);
        }
        JsonNode answer = control.send("POST", path(webhook, "replay"), Map.of(), request.toString());
        System.out.println(answer.path("replayed").asInt() + " are sent again."
                + (answer.hasNonNull("nextCursor")
                        ? " There are more: say it again with --cursor "
                                + answer.path("nextCursor").asText()
                        : ""));
        return 0;
    }

    @Command(
            name = "test",
            description = "Send a webhook a ping and tell what came of it.",
            mixinStandardHelpOptions = true)
    int test(@Mixin ControlTarget control, @Parameters(paramLabel = "WEBHOOK", description = "Its id.") String webhook)
            throws InterruptedException {
        JsonNode delivery = control.send("POST", path(webhook, "test"), Map.of(), null);
        return outcome(
                control, path(webhook, "deliveries/" + delivery.path("id").asText()), 0);
    }

    /** 0 if the next attempt was delivered. */
    private static int outcome(ControlTarget control, String at, int attemptsBefore) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            JsonNode detail = control.send("GET", at, Map.of(), null);
            JsonNode attempts = detail.path("attempts");
            if (attempts.size() > attemptsBefore) {
                JsonNode attempt = attempts.get(attempts.size() - 1);
                boolean failed = attempt.hasNonNull("error");
                System.out.println((failed
                                ? "Failed: " + attempt.path("error").asText()
                                : "Delivered: " + attempt.path("status").asInt())
                        + " after " + attempt.path("millis").asInt() + " ms.");
                return failed ? 1 : 0;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new StoreException(
                "It was not sent within " + PATIENCE.toSeconds() + " s: does a process play the role processor?");
    }

    private static String told(JsonNode state) {
        if (!state.path("active").asBoolean()) {
            return "off";
        }
        return state.hasNonNull("failingSince") ? "failing" : "on";
    }

    private static String last(JsonNode delivery) {
        if (delivery.hasNonNull("lastError")) {
            return delivery.path("lastError").asText().replaceAll("\\s+", " ");
        }
        return delivery.hasNonNull("lastStatus") ? delivery.path("lastStatus").asText() : "";
    }

    private static String path(String webhook, String what) {
        return ALL + "/" + plain(webhook) + "/" + what;
    }

    private static String plain(String id) {
        if (!id.matches("[0-9A-Za-z-]{1,64}")) {
            throw new StoreException("'" + id + "' is no id.");
        }
        return id;
    }
}
