package io.universalmiddleware.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The edge's configuration as one YAML document, and its history; speaks to the running platform's REST API. */
@Command(
        name = "config",
        description = "Export, compare and apply the edge's configuration as YAML, and go back in its history.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    private static final String TENANT = "Only this tenant's; the rest stays as it is.";

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say export, diff, apply, history, show or rollback.");
    }

    @Command(name = "export", description = "Write the configuration as YAML.", mixinStandardHelpOptions = true)
    int export(
            @Mixin ControlTarget control,
            @Option(names = "--tenant", defaultValue = "", description = TENANT) String tenant,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Instead of the screen.") @Nullable
                    Path file) {
        String yaml = YamlText.write(control.send("GET", "/config", Map.of("tenant", tenant), null));
        if (file == null) {
            System.out.print(yaml);
        } else {
            write(file, yaml);
        }
        return 0;
    }

    @Command(
            name = "diff",
            description = "Show what a YAML document would change. Exit status 1 if anything.",
            mixinStandardHelpOptions = true)
    int diff(
            @Mixin ControlTarget control,
            @Option(names = "--tenant", defaultValue = "", description = TENANT) String tenant,
            @Parameters(paramLabel = "FILE") Path file) {
        JsonNode applied = apply(control, tenant, "", file, true);
        ConfigText.printChanges(applied.path("changes"));
        return applied.path("changes").isEmpty() ? 0 : 1;
    }

    @Command(
            name = "apply",
            description =
                    "Put a YAML document in the place of the configuration: all of it as one revision, or nothing.",
            mixinStandardHelpOptions = true)
    int apply(
            @Mixin ControlTarget control,
            @Option(names = "--tenant", defaultValue = "", description = TENANT) String tenant,
            @Option(names = "--note", defaultValue = "", description = "Why, for the history.") String note,
            @Option(names = "--dry-run", description = "Only show what it would change.") boolean dryRun,
            @Parameters(paramLabel = "FILE") Path file) {
        ConfigText.printApplied(apply(control, tenant, note, file, dryRun));
        return 0;
    }

    @Command(name = "history", description = "List the revisions, last first.", mixinStandardHelpOptions = true)
    int history(
            @Mixin ControlTarget control,
            @Option(
                            names = "--limit",
                            defaultValue = "20",
                            description = "At most so many (default: ${DEFAULT-VALUE}).")
                    int limit) {
        ConfigText.printHistory(control.send("GET", "/revisions", Map.of("limit", Integer.toString(limit)), null)
                .path("items"));
        return 0;
    }

    @Command(name = "show", description = "Show what a revision changed.", mixinStandardHelpOptions = true)
    int show(@Mixin ControlTarget control, @Parameters(paramLabel = "REVISION") long revision) {
        JsonNode shown = control.send("GET", "/revisions/" + revision, Map.of(), null);
        ConfigText.printHistory(List.of(shown));
        ConfigText.printChanges(shown.path("changes"));
        return 0;
    }

    @Command(
            name = "rollback",
            description = "Make the configuration what it was as of a revision; that is a revision too.",
            mixinStandardHelpOptions = true)
    int rollBack(
            @Mixin ControlTarget control,
            @Option(names = "--note", defaultValue = "", description = "Why, for the history.") String note,
            @Option(names = "--dry-run", description = "Only show what it would change.") boolean dryRun,
            @Parameters(paramLabel = "REVISION") long revision) {
        ConfigText.printApplied(control.send(
                "POST",
                "/revisions/" + revision + "/rollback",
                Map.of("note", note, "dryRun", Boolean.toString(dryRun)),
                ""));
        return 0;
    }

    private static JsonNode apply(ControlTarget control, String tenant, String note, Path file, boolean dryRun) {
        JsonNode document = YamlText.read(read(file));
        return control.send(
                "PUT",
                "/config",
                Map.of("tenant", tenant, "note", note, "dryRun", Boolean.toString(dryRun)),
                document.toString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new StoreException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
