package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.contracts.lifecycle.Workers;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows identity with every process, whatever roles it plays, since each verifies tokens; an edge hands over mail and tidies too. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class IdentityNode {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityNode.class);

    @Resource
    private ManagedThreadFactory threads;

    private final Roles roles;
    private final IdentitySettings settings;
    private final FollowingIdentity following;
    private final TidyingIdentity tidying;
    private final Delivery delivery;
    private final Workers workers = new Workers();

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
        workers.begin(threads, "um-identity", following, following::stop);
        if (roles.has(Role.GATEWAY)) {
            workers.begin(threads, "um-identity-tidy", tidying, tidying::stop);
            delivery.mail()
                    .ifPresentOrElse(
                            mail -> workers.begin(threads, "um-mail", mail, mail::stop),
                            () -> LOG.info("um.mail.url is not set: no mail is sent"));
        }
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }
}
