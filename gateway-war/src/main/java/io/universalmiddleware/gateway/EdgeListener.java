package io.universalmiddleware.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.lifecycle.Leaving;
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
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
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
    private final FindingDoors finding;
    private final TenantEdge tenants;
    private volatile @Nullable EdgeServer server;
    private volatile @Nullable UpstreamWatch watch;

    @SuppressWarnings("NullAway") // for the container's proxy
    public EdgeListener() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public EdgeListener(
            Roles roles,
            Settings settings,
            ObjectMapper json,
            MeterRegistry registry,
            Spans spans,
            Clock clock,
            FindingDoors finding,
            TenantEdge tenants) {
        this.roles = roles;
        this.settings = settings;
        this.json = json;
        this.registry = registry;
        this.spans = spans;
        this.clock = clock;
        this.finding = finding;
        this.tenants = tenants;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.GATEWAY)) {
            EdgeSettings configured = EdgeSettings.from(settings);
            EdgeServer edge = new EdgeServer(
                    configured.listener(),
                    configured.pool(),
                    configured.routes().table(),
                    configured.tenants(),
                    json,
                    registry,
                    spans,
                    clock,
                    tenants.traffic());
            UpstreamWatch watching = new UpstreamWatch(configured.routes());
            edge.closed(watching::closed);
            edge.doors(finding.doors());
            EdgeTlsSettings.from(settings).ifPresent(edge::tls);
            edge.largestMessage(settings.get(EdgeSettings.MAX_MESSAGE_MB) << 20);
            edge.start();
            server = edge;
            watch = watching;
            watching.start();
            tenants.start(edge, configured);
        }
    }

    /** Sends clients elsewhere while what is behind the edge still works. */
    public void leave(@ObservesAsync Leaving now) {
        EdgeServer edge = server;
        if (edge != null) {
            edge.leave();
        }
    }

    @PreDestroy
    void stop() {
        tenants.stop();
        EdgeServer edge = server;
        if (edge != null) {
            edge.stop();
            tenants.stopped();
        }
        UpstreamWatch watching = watch;
        if (watching != null) {
            watching.stop();
        }
    }

    /** Which processes behind the edge answer, by name; none where the role is off. */
    public Map<String, Boolean> upstreams() {
        UpstreamWatch watching = watch;
        return watching == null ? Map.of() : watching.byName();
    }
}
