package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.Directories;
import io.universalmiddleware.stores.ServerProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything and deletes all data, keys and logs of this installation. */
@Command(
        name = "reset",
        description = "Stop everything and delete its data, keys and logs. External stores are left alone.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() throws Exception {
        DownCommand.stop(installation);
        try (Stack stack = installation.stack()) {
            for (ServerProcess part : stack.parts()) {
                Directories.delete(part.directory());
            }
        }
        Directories.delete(installation.home().directory());
        System.out.println("Deleted " + installation.home().directory() + ".");
        return 0;
    }
}
