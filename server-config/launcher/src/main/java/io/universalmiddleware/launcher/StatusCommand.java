package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows each part with its address and state; exit status 0 when all are up. */
@Command(name = "status", description = "Show each part; fails unless all are up.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() {
        System.out.println(installation
                .running()
                .map(state -> "Kept by pid " + state.pid() + ", data in "
                        + installation.home().directory())
                .orElse("No um up runs on " + installation.home().directory() + "."));
        try (Stack stack = installation.stack()) {
            return new Screen(stack).print() ? 0 : 1;
        }
    }
}
