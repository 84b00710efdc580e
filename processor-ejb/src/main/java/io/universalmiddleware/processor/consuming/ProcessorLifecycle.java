package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.lifecycle.Stopping;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.processor.handling.HandlerRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processor when the application has started, and stops it before the application stops. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class ProcessorLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorLifecycle.class);

    private final Roles roles;
    private final HandlerRegistry handlers;
    private final CommandConsumer consumer;
    private final ConsumerWatch watch;

    @SuppressWarnings("NullAway") // for the container's proxy
    public ProcessorLifecycle() {
        this(null, null, null, null);
    }

    @Inject
    public ProcessorLifecycle(Roles roles, HandlerRegistry handlers, CommandConsumer consumer, ConsumerWatch watch) {
        this.roles = roles;
        this.handlers = handlers;
        this.consumer = consumer;
        this.watch = watch;
    }

    @PostConstruct
    void start() {
        if (roles.has(Role.PROCESSOR)) {
            LOG.info("Processor started with {} command handlers", handlers.size());
            consumer.open();
            watch.start();
        }
    }

    /** Brings what was taken to its end while transactions can still be had; the server takes them away before it ends beans. */
    public void finish(@ObservesAsync Stopping now) {
        stop();
    }

    @PreDestroy
    void stop() {
        if (roles.has(Role.PROCESSOR)) {
            consumer.close();
        }
    }
}
