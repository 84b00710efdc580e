package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.near.Following;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells of Redis, but never makes the node unready: without Redis it answers reads from PostgreSQL, and taking all nodes
 * out of service at once for a lost cache would turn a slow platform into none.
 */
@Readiness
@ApplicationScoped
public class RedisReadiness implements HealthCheck {
    private Roles roles;
    private Instance<Following> following;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RedisReadiness() {}

    @Inject
    public RedisReadiness(Roles roles, Instance<Following> following) {
        this.roles = roles;
        this.following = following;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !roles.has(Role.CACHE)
                ? "unused"
                : following.get().connected() ? "connected" : "degraded: reads come from PostgreSQL";
        return HealthCheckResponse.named("cache-redis")
                .withData("state", state)
                .up()
                .build();
    }
}
