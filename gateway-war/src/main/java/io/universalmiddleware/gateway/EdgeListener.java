package io.universalmiddleware.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.gateway.proxy.EdgeServer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Starts the edge with its process where the role {@code gateway} is on, and drains it before the process ends. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class EdgeListener {
    private final Roles roles;
    private final Settings settings;
    private final ObjectMapper json;
    private final MeterRegistry registry;
    private final Spans spans;
    private final Clock clock;
    private @Nullable EdgeServer server;
    private @Nullable OpeningEdge opening;

    @SuppressWarnings("NullAway") // for the container's proxy
    public EdgeListener() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public EdgeListener(
            Roles roles, Settings settings, ObjectMapper json, MeterRegistry registry, Spans spans, Clock clock) {
        this.roles = roles;
        this.settings = settings;
        this.json = json;
        this.registry = registry;
        this.spans = spans;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.GATEWAY)) {
            EdgeSettings configured = EdgeSettings.from(settings);
            EdgeServer edge = new EdgeServer(
                    configured.listener(), configured.pool(), configured.routes(), json, registry, spans, clock);
            edge.waiting(true);
            edge.start();
            server = edge;
            opening = new OpeningEdge(configured.platform(), () -> edge.waiting(false));
            opening.start();
        }
    }

    @PreDestroy
    void stop() {
        if (opening != null) {
            opening.stop();
        }
        if (server != null) {
            server.stop();
        }
    }
}
