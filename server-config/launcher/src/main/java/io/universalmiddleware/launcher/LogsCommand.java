package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.ServerProcess;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the logs of the parts by tail(1). */
@Command(name = "logs", description = "Show the last log lines of the parts.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing new lines.")
    private boolean follow;

    @Option(names = "-n", defaultValue = "20", description = "Lines of each (default: ${DEFAULT-VALUE}).")
    private int lines = 20;

    @Parameters(
            paramLabel = "PART",
            arity = "0..*",
            description = "platform (platform-2, or a role), postgresql, kafka or redis; none for all.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> logs = logs();
        if (logs.isEmpty()) {
            throw new StoreException(
                    "There is no such log yet in " + installation.home().directory());
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        command.addAll(logs);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<String> logs() {
        try (Stack stack = installation.stack()) {
            return stack.parts().stream()
                    .filter(part -> names.isEmpty() || names.contains(name(part)))
                    .map(ServerProcess::log)
                    .filter(Files::exists)
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String name(ServerProcess part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
