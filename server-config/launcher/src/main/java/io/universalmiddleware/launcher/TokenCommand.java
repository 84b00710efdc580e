package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a bearer token that the installation accepts. */
@Command(
        name = "token",
        description = "Print a bearer token; by default of the demo tenant's administrator, for 12 hours.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--user", defaultValue = Demonstration.USER, description = "Whose (default: ${DEFAULT-VALUE}).")
    private String user = Demonstration.USER;

    @Option(names = "--tenant", defaultValue = Demonstration.TENANT, description = "Of (default: ${DEFAULT-VALUE}).")
    private String tenant = Demonstration.TENANT;

    @Option(
            names = "--role",
            split = ",",
            defaultValue = "admin,user",
            description = "Roles, of admin and user (default: ${DEFAULT-VALUE}).")
    private List<String> roles = List.of();

    @Option(
            names = "--ttl",
            defaultValue = "PT12H",
            description = "How long it is valid, as PT5M or 12h (default: ${DEFAULT-VALUE}).",
            converter = LifetimeConverter.class)
    private Duration lifetime = Duration.ofHours(12);

    @Override
    public Integer call() {
        try (Stack stack = installation.stack()) {
            System.out.println(stack.tokens().issue(user, new TenantId(tenant).value(), roles, lifetime));
        }
        return 0;
    }
}
