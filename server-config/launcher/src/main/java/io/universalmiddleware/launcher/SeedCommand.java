package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.demo.Demo;
import io.universalmiddleware.launcher.demo.DemoPlan;
import io.universalmiddleware.launcher.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates the demo tenant's courses and its edge on the running platform; does nothing twice. */
@Command(
        name = "seed",
        description = "Create the demo tenant's courses and its edge on the running platform.",
        mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Override
    public Integer call() {
        Stack stack = installation.runningStack();
        DemoPlan plan = Demonstration.plan(installation.configuration(), 1, 1, 1);
        String token = new Calling(installation, stack).token(Demonstration.USER, new TenantId(Demonstration.TENANT));
        new Demo(stack.addresses(), token, plan, System.out).importCatalogue();
        new EdgeSeed(installation, stack, System.out).sow();
        return 0;
    }
}
