package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
                delete(part.directory());
            }
        }
        delete(installation.home().directory());
        System.out.println("Deleted " + installation.home().directory() + ".");
        return 0;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
