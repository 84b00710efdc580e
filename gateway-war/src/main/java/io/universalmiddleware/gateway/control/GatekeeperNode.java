package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
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
import jakarta.inject.Inject;
import java.time.Duration;

/** Tells the gatekeeper of an edge how many nodes are live, and PostgreSQL how often API keys were used there. */
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
    private final Workers workers = new Workers();

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public GatekeeperNode() {
        this(null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public GatekeeperNode(Roles roles, Gatekeeper gatekeeper, KeyUses uses) {
        this.roles = roles;
        this.gatekeeper = gatekeeper;
        this.uses = uses;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.GATEWAY)) {
            TellingKeyUses telling = new TellingKeyUses(gatekeeper.usage(), uses::add, PAUSE);
            workers.begin(threads, "um-edge-key-uses", telling, telling::stop);
        }
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }
}
