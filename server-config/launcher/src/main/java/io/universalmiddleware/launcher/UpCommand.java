package io.universalmiddleware.launcher;

import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws Exception {
        var running = installation.running();
        if (running.isPresent()) {
            System.out.println("It runs already (pid " + running.get().pid() + ").");
            new Screen(installation.stack()).print();
            return 0;
        }
        if (detach) {
            return new Detached(installation).start();
        }
        Supervisor supervisor = new Supervisor(installation.options());
        supervisor.start(System.out::println);
        new Screen(supervisor.stack()).print();
        supervisor.announce();
        supervisor.keep(System.out::println);
        return 0;
    }
}
