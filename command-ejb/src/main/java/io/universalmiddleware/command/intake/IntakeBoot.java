package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the intake's writers with the command role, and keeps its tables small while the role is played. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class IntakeBoot {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeBoot.class);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Workers workers = new Workers();

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

    @Inject
    private IntakeThreads threads;

    /** For a thread of its own: a cancelled task stays in the server's scheduler, and its application with it, until it is due. */
    @Resource
    private ManagedThreadFactory factory;

    @PostConstruct
    void start() {
        if (roles.has(Role.COMMAND)) {
            threads.open(factory);
            accepting.start();
            results.runOn(threads);
            door.open(threads);
            workers.begin(factory, "um-intake-cleaning", this::keepClean, stopped::countDown);
        }
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }

    private void keepClean() {
        try {
            while (!stopped.await(1, TimeUnit.MINUTES)) {
                clean();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
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
