package io.universalmiddleware.gateway.audit;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The audit's threads: every process writes its denials down, those with the gateway's role seal. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditNode {
    private static final long DENIALS_SECONDS = 10;
    private static final long STOP_MILLIS = 3_000;

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final Settings settings;
    private final AuditStore store;
    private final Auditing auditing;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> started = new ArrayList<>();
    private @Nullable Sealing sealing;

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
        keep("um-audit-denials", this::writeDenials);
        if (roles.has(Role.GATEWAY)) {
            Sealing made = new Sealing(store, AuditSettings.from(settings));
            sealing = made;
            keep("um-audit-seal", made);
        }
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
        Sealing running = sealing;
        if (running != null) {
            running.stop();
        }
        for (Thread thread : started) {
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }

    private void keep(String name, Runnable work) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        started.add(thread);
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
