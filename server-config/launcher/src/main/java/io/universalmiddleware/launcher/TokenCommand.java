package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints an access token of a user, who logs in for it at the running platform. */
@Command(
        name = "token",
        description =
                "Log in at the running platform and print the access token; by default the demo tenant's administrator's.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private static final String DEFAULT_ROLES = "admin,user";

    @Mixin
    private Installation installation = new Installation();

    @Option(
            names = "--user",
            description =
                    "An e-mail address, or what stands before its @; registers if need be (default: admin, else the first role).")
    private @Nullable String user;

    @Option(names = "--tenant", defaultValue = Demonstration.TENANT, description = "Of (default: ${DEFAULT-VALUE}).")
    private String tenant = Demonstration.TENANT;

    @Option(
            names = "--role",
            split = ",",
            defaultValue = DEFAULT_ROLES,
            description = "Roles, which the administrator gives (default: ${DEFAULT-VALUE}).")
    private Set<String> roles = Set.of();

    @Option(
            names = "--ttl",
            defaultValue = "PT0S",
            description = "How long it counts at least, as 5m or 1h (default: half of um.identity.access-token-life).",
            converter = LifetimeConverter.class)
    private Duration lifetime = Duration.ZERO;

    @Override
    public Integer call() {
        String name = user != null ? user : roles.iterator().next();
        System.out.println(installation
                .calling()
                .logins()
                .token(new TenantId(tenant), name, roles, lifetime)
                .text());
        return 0;
    }
}
