package io.universalmiddleware.runtime.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started once every dependency that readiness asks has been there, each once; it stays so when one goes away later. */
@Startup
@ApplicationScoped
public class StartedCheck implements HealthCheck {
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private Instance<HealthCheck> dependencies;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StartedCheck() {}

    @Inject
    public StartedCheck(@Readiness Instance<HealthCheck> dependencies) {
        this.dependencies = dependencies;
    }

    @Override
    public HealthCheckResponse call() {
        TreeMap<String, Boolean> seen = new TreeMap<>();
        for (HealthCheck dependency : dependencies) {
            HealthCheckResponse now = dependency.call();
            if (now.getStatus() == HealthCheckResponse.Status.UP) {
                reached.add(now.getName());
            }
            seen.put(now.getName(), reached.contains(now.getName()));
        }
        HealthCheckResponseBuilder response = HealthCheckResponse.named("platform");
        seen.forEach((name, once) -> response.withData(name, once ? "reached" : "not yet"));
        return response.status(seen.values().stream().allMatch(once -> once)).build();
    }
}
