package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.consistency.AwaitingEffects;
import io.universalmiddleware.cache.near.Following;
import io.universalmiddleware.cache.projecting.EventsConsumer;
import io.universalmiddleware.cache.projecting.ParkedEvents;
import io.universalmiddleware.cache.pushing.PushTimeline;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.contracts.lifecycle.Stopping;
import io.universalmiddleware.contracts.lifecycle.Workers;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.persistence.retention.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Starts and stops the workers of a process that has the role cache. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class CacheNode {
    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private Roles roles;

    @Inject
    private Instance<Following> following;

    @Inject
    private Instance<Pushing> pushing;

    @Inject
    private Instance<PushTimeline> timeline;

    @Inject
    private Instance<AwaitingEffects> effects;

    @Inject
    private Instance<EventsConsumer> consumer;

    @Inject
    private Instance<ParkedEvents> parked;

    @Inject
    private Instance<Forgetting> forgetting;

    private final Housekeeping housekeeping = new Housekeeping(
            "inbox rows and timeline entries", () -> forgetting.get().forgetSome());
    private final Workers workers = new Workers();

    @PostConstruct
    void start() {
        if (roles.has(Role.CACHE)) {
            run("um-cache-following", following.get(), following.get()::stop);
            run("um-cache-pushing", pushing.get(), pushing.get()::stop);
            run("um-cache-push-timeline", timeline.get(), timeline.get()::stop);
            run("um-cache-effects", effects.get(), effects.get()::stop);
            run("um-cache-parked", parked.get(), parked.get()::stop);
            consumer.get().open();
            run("um-housekeeping", housekeeping, housekeeping::stop);
        }
    }

    /** Brings what was taken to its end while transactions can still be had; the server takes them away before it ends beans. */
    public void finish(@ObservesAsync Stopping now) {
        if (roles.has(Role.CACHE)) {
            consumer.get().close();
        }
    }

    @PreDestroy
    void stop() {
        if (roles.has(Role.CACHE)) {
            consumer.get().close();
            workers.stop();
        }
    }

    private void run(String name, Runnable work, Runnable end) {
        workers.begin(threads, name, work, end);
    }
}
