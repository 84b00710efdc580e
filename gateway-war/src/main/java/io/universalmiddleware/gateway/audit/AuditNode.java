package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The audit's threads: every process writes its denials down, those with the gateway's role seal. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditNode {
    private static final long DENIALS_SECONDS = 10;

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final Settings settings;
    private final AuditStore store;
    private final Auditing auditing;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Workers workers = new Workers();

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public AuditNode() {
        this(null, null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public AuditNode(Roles roles, Settings settings, AuditStore store, Auditing auditing) {
        this.roles = roles;
        this.settings = settings;
        this.store = store;
        this.auditing = auditing;
    }

    @PostConstruct
    void start() {
        workers.begin(threads, "um-audit-denials", this::writeDenials, stopped::countDown);
        if (roles.has(Role.GATEWAY)) {
            Sealing sealing = new Sealing(store, AuditSettings.from(settings));
            workers.begin(threads, "um-audit-seal", sealing, sealing::stop);
        }
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }

    private void writeDenials() {
        try {
            while (!stopped.await(DENIALS_SECONDS, TimeUnit.SECONDS)) {
                auditing.write();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        auditing.write();
    }
}
