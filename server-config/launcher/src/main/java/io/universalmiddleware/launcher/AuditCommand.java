package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The audit: who did what, when, to what and why; speaks to the running platform's REST API. */
@Command(
        name = "audit",
        description = "Show and export the audit, and verify that nobody changed it.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say ls, export or verify.");
    }

    /** Which rows. */
    static final class Rows {
        @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.")
        private String tenant = "";

        @Option(names = "--actor", defaultValue = "", description = "Only what they did: TENANT/USER.")
        private String actor = "";

        @Option(names = "--action", defaultValue = "", description = "Only this, such as create-route or denied.")
        private String action = "";

        @Option(
                names = "--subject",
                defaultValue = "",
                description = "Only what was done to this; with a / at its end, to anything below.")
        private String subject = "";

        @Option(
                names = "--from",
                defaultValue = "",
                description = "Only at or after this time, such as 2026-11-21T12:00:00Z.")
        private String from = "";

        @Option(names = "--until", defaultValue = "", description = "Only before this time.")
        private String until = "";

        Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("tenant", tenant);
            parameters.put("actor", actor);
            parameters.put("action", action);
            parameters.put("subject", subject);
            parameters.put("from", from);
            parameters.put("until", until);
            return parameters;
        }
    }

    @Command(name = "ls", description = "List the audit's rows, last first.", mixinStandardHelpOptions = true)
    int list(@Mixin ControlTarget control, @Mixin Rows rows, @Mixin PageSize size) {
        Map<String, String> parameters = rows.parameters();
        size.putTo(parameters);
        JsonNode page = control.send("GET", "/audit", parameters, null);
        if (page.path("items").isEmpty()) {
            System.out.println("No rows.");
            return 0;
        }
        System.out.printf("%-8s  %-20s  %-12s  %-22s  %-20s  %s%n", "ID", "AT", "TENANT", "ACTOR", "ACTION", "SUBJECT");
        for (JsonNode row : page.path("items")) {
            System.out.printf(
                    "%-8d  %-20.20s  %-12s  %-22s  %-20s  %s%s%n",
                    row.path("id").asLong(),
                    row.path("at").asText(),
                    Table.orDash(row.path("tenant").asText()),
                    row.path("actor").asText(),
                    row.path("action").asText(),
                    row.path("subject").asText(),
                    row.hasNonNull("reason") ? " (" + row.path("reason").asText() + ")" : "");
        }
        if (page.hasNonNull("nextCursor")) {
            System.out.println("There are more: --limit, --from and the others narrow it down.");
        }
        return 0;
    }

    @Command(
            name = "export",
            description = "Write the rows, first first, a line of JSON each.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin ControlTarget control,
            @Mixin Rows rows,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Instead of the screen.") @Nullable
                    Path file) {
        if (file == null) {
            control.copy("/audit/export", rows.parameters(), System.out);
            return 0;
        }
        try (OutputStream output = Files.newOutputStream(file)) {
            control.copy("/audit/export", rows.parameters(), output);
            return 0;
        } catch (IOException failed) {
            throw new StoreException(file + " cannot be written: " + failed.getMessage());
        }
    }

    @Command(
            name = "verify",
            description = "Compare all rows with the chain. Exit status 1 if one was changed, removed or put in.",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin ControlTarget control,
            @Option(
                            names = "--head",
                            defaultValue = "",
                            description =
                                    "A head that was written down before, SEQ:HASH; it must still be in the chain.")
                    String head) {
        JsonNode found = control.send("GET", "/audit/verification", Map.of("head", head), null);
        System.out.printf(
                "%d rows in the chain, %d of them let go of, %d wait for their link. Head %s%n",
                found.path("links").asLong(),
                found.path("retired").asLong(),
                found.path("waiting").asLong(),
                found.path("head").asText());
        for (JsonNode finding : found.path("findings")) {
            System.out.println("  " + finding.path("kind").asText()
                    + (finding.hasNonNull("row") ? " row " + finding.path("row").asLong() : "")
                    + (finding.hasNonNull("seq")
                            ? " link " + finding.path("seq").asLong()
                            : "")
                    + ": " + finding.path("detail").asText());
        }
        if (found.path("more").asLong() > 0) {
            System.out.println("  and " + found.path("more").asLong() + " more");
        }
        boolean intact = found.path("intact").asBoolean();
        System.out.println(intact ? "The audit is what was sealed." : "The audit is not what was sealed.");
        return intact ? 0 : 1;
    }
}
