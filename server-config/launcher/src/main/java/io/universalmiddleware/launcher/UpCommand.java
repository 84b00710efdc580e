package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Layout;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything and keeps it running. */
@Command(
        name = "up",
        description = "Start everything, and keep it until Ctrl-C, or with --detach until um down.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--detach", description = "Return when everything is ready; it keeps running.")
    private boolean detach;

    @ArgGroup
    private @Nullable Processes processes;

    /** As how many processes the platform runs. */
    static final class Processes {
        @Option(names = "--split", description = "Each of the five roles as a process of its own.")
        private boolean split;

        @Option(
                names = "--nodes",
                paramLabel = "N",
                description = "So many processes, each with all roles (default: 1).")
        private int nodes = 1;

        Layout layout() {
            return split ? Layout.SPLIT : Layout.ofNodes(nodes);
        }
    }

    @Override
    public Integer call() throws Exception {
        var running = installation.running();
        if (running.isPresent()) {
            System.out.println("It runs already (pid " + running.get().pid() + ").");
            new Screen(installation.stack()).print();
            return 0;
        }
        Layout layout = processes == null ? Layout.ONE : processes.layout();
        if (detach) {
            return new Detached(installation, layout).start();
        }
        Supervisor supervisor = new Supervisor(installation.options(layout));
        supervisor.start(System.out::println);
        new Screen(supervisor.stack()).print();
        supervisor.announce();
        supervisor.keep(System.out::println);
        return 0;
    }
}
