package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when this node is a member of the group that consumes commands, be it without partitions; always, without the role. */
@Readiness
@ApplicationScoped
public class ProcessorReadiness implements HealthCheck {
    private final Roles roles;
    private final ConsumerWatch watch;
    private final ProcessorThreads threads;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the client proxy
    protected ProcessorReadiness() {
        this(null, null, null, null);
    }

    @Inject
    ProcessorReadiness(Roles roles, ConsumerWatch watch, ProcessorThreads threads, Clock clock) {
        this.roles = roles;
        this.watch = watch;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("processor");
        if (!roles.has(Role.PROCESSOR)) {
            return response.up().withData("role", "off").build();
        }
        ConsumerSight sight = watch.last();
        return response.status(sight.isMember(clock.instant()))
                .withData("partitions", sight.partitions())
                .withData("lag", sight.lag())
                .withData("inFlight", threads.executor().inFlight())
                .build();
    }
}
