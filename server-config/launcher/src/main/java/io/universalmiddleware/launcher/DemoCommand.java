package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.demo.Demo;
import io.universalmiddleware.launcher.demo.DemoPlan;
import io.universalmiddleware.launcher.demo.LoginDemo;
import io.universalmiddleware.launcher.login.AccessToken;
import io.universalmiddleware.launcher.login.CaughtMail;
import io.universalmiddleware.launcher.login.LocalUser;
import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.launcher.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the demonstration, on what runs, or on what it starts and stops itself. Exit status 0 when everything agrees. */
@Command(
        name = "demo",
        description = "Run the main job, print each hop, and compare all stores; fails when they disagree.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--learners", defaultValue = "200", description = "Learners to enrol (default: ${DEFAULT-VALUE}).")
    private int learners = 200;

    @Option(names = "--lessons", defaultValue = "5", description = "Lessons of each (default: ${DEFAULT-VALUE}).")
    private int lessons = 5;

    @Option(names = "--rate", defaultValue = "100", description = "Commands a second (default: ${DEFAULT-VALUE}).")
    private int rate = 100;

    @Override
    public Integer call() {
        if (installation.running().isPresent()) {
            return run(installation.stack());
        }
        Supervisor supervisor = new Supervisor(installation.options(Layout.ONE));
        supervisor.start(System.out::println);
        supervisor.announce();
        int status = run(supervisor.stack());
        System.out.println(
                status == 0
                        ? "Stopping. Data is kept: ./um up goes on with it."
                        : "Stopping. What happened: ./um logs");
        return status;
    }

    /** Somebody who is new each time. */
    private static AccessToken logIn(Calling calling, Stack stack) {
        String name = "teacher-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        LocalUser user = calling.users().user(new TenantId(Demonstration.TENANT), name);
        return new LoginDemo(calling.edge(), calling.logins(), new CaughtMail(stack.mail()), System.out).run(user);
    }

    private int run(Stack stack) {
        DemoPlan plan = Demonstration.plan(installation.configuration(), learners, lessons, rate);
        String token = logIn(new Calling(installation, stack), stack).text();
        boolean agrees = new Demo(stack.addresses(), token, plan, System.out).run();
        return agrees & new EdgeDemo(installation, stack, System.out).run() ? 0 : 1;
    }
}
