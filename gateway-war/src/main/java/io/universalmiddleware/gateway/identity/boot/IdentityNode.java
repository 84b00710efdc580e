package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.gateway.identity.boot.NodeParts.Delivery;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
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
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows identity with every process, whatever roles it plays, since each verifies tokens; an edge hands over mail and tidies too. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class IdentityNode {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityNode.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final IdentitySettings settings;
    private final FollowingIdentity following;
    private final TidyingIdentity tidying;
    private final Delivery delivery;
    private final List<Runnable> ends = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public IdentityNode() {
        this(null, null, null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public IdentityNode(
            Roles roles,
            IdentitySettings settings,
            FollowingIdentity following,
            TidyingIdentity tidying,
            Delivery delivery) {
        this.roles = roles;
        this.settings = settings;
        this.following = following;
        this.tidying = tidying;
        this.delivery = delivery;
    }

    @PostConstruct
    void start() {
        if (settings.secret().isEmpty()) {
            LOG.info("um.identity.key is not set: nobody can register or log in");
            return;
        }
        begin("um-identity", following, following::stop);
        if (roles.has(Role.GATEWAY)) {
            begin("um-identity-tidy", tidying, tidying::stop);
            delivery.mail()
                    .ifPresentOrElse(
                            mail -> begin("um-mail", mail, mail::stop),
                            () -> LOG.info("um.mail.url is not set: no mail is sent"));
        }
    }

    @PreDestroy
    void stop() {
        ends.forEach(Runnable::run);
        for (Thread thread : running) {
            try {
                thread.join(STOP_WITHIN.toMillis());
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }

    private void begin(String name, Runnable work, Runnable end) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        running.add(thread);
        ends.add(end);
    }
}
