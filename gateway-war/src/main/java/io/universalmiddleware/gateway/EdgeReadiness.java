package io.universalmiddleware.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells of each process behind the edge whether it answers.
 *
 * <p>Ready once each has answered. One that goes away later takes its own paths with it, and must not take the others'.
 */
@Readiness
@ApplicationScoped
public class EdgeReadiness implements HealthCheck {
    private static final String HUB = "hub";

    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private EdgeListener edge;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EdgeReadiness() {}

    @Inject
    public EdgeReadiness(EdgeListener edge) {
        this.edge = edge;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, Boolean> upstreams = edge.upstreams();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("edge");
        boolean ready = true;
        for (Map.Entry<String, Boolean> upstream : upstreams.entrySet()) {
            if (upstream.getValue()) {
                reached.add(upstream.getKey());
            }
            // a platform without live updates has no hub, and works
            ready &= reached.contains(upstream.getKey()) || upstream.getKey().equals(HUB);
            response.withData(upstream.getKey(), upstream.getValue() ? "answers" : "away");
        }
        return response.status(ready).build();
    }
}
