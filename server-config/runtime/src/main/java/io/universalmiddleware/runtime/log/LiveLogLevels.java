package io.universalmiddleware.runtime.log;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the process's log levels, ends changes whose time is over, and leaves the levels as they were found. */
@ApplicationScoped
public class LiveLogLevels {
    private static final Logger LOG = LoggerFactory.getLogger(LiveLogLevels.class);
    private static final long LOOK_MILLIS = 500;

    private final LogLevels levels;
    private @Nullable ScheduledFuture<?> expiring;

    @Resource
    @SuppressWarnings("NullAway.Init") // by the container
    private ManagedScheduledExecutorService schedule;

    /** For the container's proxy. */
    protected LiveLogLevels() {
        this(Clock.systemUTC());
    }

    @Inject
    public LiveLogLevels(Clock clock) {
        levels = new LogLevels(clock);
    }

    @PostConstruct
    void start() {
        expiring = schedule.scheduleWithFixedDelay(this::expire, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    LogLevels levels() {
        return levels;
    }

    private void expire() {
        levels.expire().forEach(name -> LOG.info("The log level of {} is what it was", name));
    }

    @PreDestroy
    void stop() {
        if (expiring != null) {
            expiring.cancel(false);
        }
        levels.resetAll();
    }
}
