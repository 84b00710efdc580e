package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.lifecycle.Stopping;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.persistence.retention.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;

/** Tells PostgreSQL how often API keys were used at this edge, and who called versions that are to end. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class GatekeeperNode {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final Gatekeeper gatekeeper;
    private final KeyUses uses;
    private final VersionCallers callers;
    private final VersionCalls calls;
    private final Workers workers = new Workers();

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public GatekeeperNode() {
        this(null, null, null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public GatekeeperNode(
            Roles roles, Gatekeeper gatekeeper, KeyUses uses, VersionCallers callers, VersionCalls calls) {
        this.roles = roles;
        this.gatekeeper = gatekeeper;
        this.uses = uses;
        this.callers = callers;
        this.calls = calls;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.GATEWAY)) {
            begin("um-edge-key-uses", KeyUses.telling(gatekeeper.usage(), uses::add, PAUSE));
            begin(
                    "um-edge-version-callers",
                    new TellingCounts<>("Callers of versions", callers::drain, calls::add, callers::add, PAUSE));
            Housekeeping housekeeping = new Housekeeping("callers of versions", calls::forget);
            workers.begin(threads, "um-edge-version-callers-housekeeping", housekeeping, housekeeping::stop);
        }
    }

    private void begin(String name, TellingCounts<?> telling) {
        workers.begin(threads, name, telling, telling::stop);
    }

    /** Tells what is left while transactions can still be had; the server takes them away before it ends beans. */
    public void finish(@ObservesAsync Stopping now) {
        workers.stop();
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }
}
