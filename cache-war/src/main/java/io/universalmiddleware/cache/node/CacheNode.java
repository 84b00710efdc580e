package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.consistency.AwaitingEffects;
import io.universalmiddleware.cache.near.Following;
import io.universalmiddleware.cache.projecting.EventsConsumer;
import io.universalmiddleware.cache.projecting.ParkedEvents;
import io.universalmiddleware.cache.pushing.PushTimeline;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.contracts.lifecycle.Stopping;
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
import java.util.ArrayList;
import java.util.List;

/** Starts and stops the workers of a process that has the role cache. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class CacheNode {
    private static final long STOP_WITHIN_MILLIS = 3000;

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
    private final List<Thread> running = new ArrayList<>();

    @PostConstruct
    void start() {
        if (roles.has(Role.CACHE)) {
            run("um-cache-following", following.get());
            run("um-cache-pushing", pushing.get());
            run("um-cache-push-timeline", timeline.get());
            run("um-cache-effects", effects.get());
            run("um-cache-parked", parked.get());
            consumer.get().open();
            run("um-housekeeping", housekeeping);
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
        if (running.isEmpty()) {
            return;
        }
        consumer.get().close();
        following.get().stop();
        pushing.get().stop();
        timeline.get().stop();
        effects.get().stop();
        parked.get().stop();
        housekeeping.stop();
        running.forEach(CacheNode::await);
    }

    private static void await(Thread worker) {
        try {
            worker.join(STOP_WITHIN_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        worker.interrupt();
    }

    private void run(String name, Runnable work) {
        Thread worker = threads.newThread(work);
        worker.setName(name);
        worker.setDaemon(true);
        worker.start();
        running.add(worker);
    }
}
