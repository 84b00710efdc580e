package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the intake's writers with the command role, and keeps its tables small while the role is played. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class IntakeBoot {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeBoot.class);

    @Inject
    private Roles roles;

    @Inject
    private AcceptingCommand accepting;

    @Inject
    private ExpiredKeys expired;

    @Inject
    private ResultWait results;

    @Inject
    private EdgeIntake door;

    @Resource
    private ManagedScheduledExecutorService schedule;

    /** Handed on, since beans that are made on an event loop are given none. */
    @Resource
    private ManagedExecutorService executor;

    private @Nullable ScheduledFuture<?> cleaning;

    @PostConstruct
    void start() {
        if (roles.has(Role.COMMAND)) {
            accepting.start();
            results.runOn(executor);
            door.open(executor);
            cleaning = schedule.scheduleWithFixedDelay(this::clean, 1, 1, TimeUnit.MINUTES);
        }
    }

    @PreDestroy
    void stop() {
        if (cleaning != null) {
            cleaning.cancel(false);
        }
    }

    private void clean() {
        try {
            boolean more = true;
            while (more) {
                more = expired.remove();
            }
        } catch (RuntimeException away) {
            LOG.warn("Expired idempotency keys stay for now: {}", away.toString());
        }
    }
}
