package io.universalmiddleware.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What one does with dead letters; each subcommand speaks to the running platform's REST API. */
@Command(
        name = "dlq",
        description = "Look at dead letters, and retry or discard them.",
        mixinStandardHelpOptions = true,
        subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqRetryCommand.class, DlqDiscardCommand.class})
final class DlqCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say ls, show, retry or discard.");
    }
}
