package io.universalmiddleware.runtime.boot;

import io.universalmiddleware.contracts.lifecycle.Leaving;
import io.universalmiddleware.contracts.lifecycle.Stopping;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * An orderly end: a process that is there for this application alone, and is asked to end (SIGTERM, SIGINT), first lets its
 * parts send their clients elsewhere ({@link Leaving}), then lets them finish what they took in ({@link Stopping}), while everything
 * still works.
 *
 * <p>The server's own end stops its listener and the parts of the application in an order of its own, under requests that are
 * being answered. An application server with other applications decides by itself; there the parts do the same as they are
 * destroyed.
 */
@ApplicationScoped
public class OrderlyEnd {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);
    private static final int PATIENCE_SECONDS = 10;
    private static final int SIGNALLED = 128;

    private final AtomicBoolean begun = new AtomicBoolean();
    private Event<Leaving> leaving;
    private Event<Stopping> stopping;

    @Resource
    private ManagedExecutorService threads;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected OrderlyEnd() {}

    @Inject
    @SuppressWarnings("NullAway.Init") // the executor comes from the container
    public OrderlyEnd(Event<Leaving> leaving, Event<Stopping> stopping) {
        this.leaving = leaving;
        this.stopping = stopping;
    }

    /** Takes the signals over from the server. */
    void begin() {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), this::end);
        }
    }

    private void end(Signal signal) {
        if (!begun.getAndSet(true)) {
            await(leaving.fireAsync(new Leaving(), options()));
            await(stopping.fireAsync(new Stopping(), options()));
        }
        Runtime.getRuntime().exit(SIGNALLED + signal.getNumber());
    }

    private NotificationOptions options() {
        return NotificationOptions.ofExecutor(threads);
    }

    private static void await(CompletionStage<?> told) {
        try {
            told.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException late) {
            LOG.warn("Not everything was brought to its end in time: {}", late.toString());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
