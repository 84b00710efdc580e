package io.universalmiddleware.hub.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.lifecycle.Leaving;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.hub.connection.ChannelKinds;
import io.universalmiddleware.hub.connection.Drain;
import io.universalmiddleware.hub.connection.OriginRule;
import io.universalmiddleware.hub.connection.Permissions;
import io.universalmiddleware.hub.listener.HubListener;
import io.universalmiddleware.hub.settings.HubSettings;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the hub with its process where the role {@code hub} is on, and stops it in order. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class HubBoot {
    private static final Logger LOG = LoggerFactory.getLogger(HubBoot.class);
    private static final long TICK_MILLIS = 1_000;
    private static final long PROBE_MILLIS = 2_000;
    private static final Duration FAREWELLS = Duration.ofSeconds(3);
    private static final int STOP_SECONDS = 5;
    private static final int MOST_QUESTIONS = 10_000;
    private static final int TIMERS = 3;

    @Inject
    Roles roles;

    @Inject
    Settings settings;

    @Inject
    Instance<RedissonClient> redisson;

    @Inject
    MeterRegistry registry;

    @Inject
    Spans spans;

    @Inject
    Clock clock;

    @Inject
    VerifiedTokens tokens;

    @Inject
    Decisions decisions;

    @Inject
    Event<Denial> denials;

    @Inject
    @Any
    Instance<Projection<?>> projections;

    @Resource
    @Nullable
    ManagedThreadFactory threads;

    private Duration drain = Duration.ZERO;
    private OriginRule origins = new OriginRule(Set.of());
    private volatile @Nullable HubNode node;
    private @Nullable HubListener listener;
    private @Nullable QuestionThreads questions;
    private @Nullable ScheduledExecutorService timer;

    @PostConstruct
    void start() {
        ManagedThreadFactory factory = threads;
        if (!roles.has(Role.HUB) || factory == null) {
            return;
        }
        QuestionThreads asking = new QuestionThreads(factory, MOST_QUESTIONS);
        questions = asking;
        HubSettings hubSettings = HubSettings.from(settings);
        HubNode started = HubNode.assemble(
                hubSettings,
                HubKeys.from(settings),
                HubRetention.from(settings),
                tokens,
                new Permissions(decisions, new ChannelKinds(published(hubSettings)), asking, denials::fire),
                redisson.get(),
                registry,
                spans,
                clock);
        drain = hubSettings.drain();
        origins = new OriginRule(hubSettings.allowedOrigins());
        node = started;
        ScheduledExecutorService ticking = Executors.newScheduledThreadPool(TIMERS, factory);
        timer = ticking;
        ticking.scheduleWithFixedDelay(() -> started.redis().probe(), 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        ticking.scheduleAtFixedRate(() -> started.hub().tick(), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        HubListener opened =
                new HubListener(started.hub(), origins, hubSettings.trustedProxies(), hubSettings.eventLoops());
        listener = opened;
        listen(opened, hubSettings);
        LOG.info("The hub listens on {}:{}", hubSettings.host(), opened.port());
    }

    /** Sends clients elsewhere while what their last messages need still works. */
    public void leave(@ObservesAsync Leaving now) {
        HubNode stopping = node;
        if (stopping != null) {
            if (!new Drain(stopping.hub(), drain, FAREWELLS).run()) {
                LOG.warn("The hub stops before it could take back the presence of all its clients");
            }
        }
    }

    @PreDestroy
    void stop() {
        leave(new Leaving());
        if (listener != null) {
            try {
                listener.stop().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (Exception late) {
                LOG.warn("The hub's listener did not stop in time: {}", late.toString());
            }
        }
        if (questions != null) {
            questions.stop();
        }
        if (timer != null) {
            timer.shutdownNow();
        }
        node = null;
    }

    /** The hub, where this process has one that runs. */
    public Optional<HubNode> node() {
        return Optional.ofNullable(node);
    }

    /** From which pages browsers may connect. */
    public OriginRule origins() {
        return origins;
    }

    /** Runs what may block. */
    public Executor blocking() {
        ScheduledExecutorService executor = timer;
        if (executor == null) {
            throw new IllegalStateException("the hub does not run");
        }
        return executor;
    }

    private static void listen(HubListener listener, HubSettings settings) {
        try {
            listener.start(settings.host(), settings.port())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException taken) {
            throw new IllegalStateException(
                    "The hub cannot listen on " + settings.host() + ':' + settings.port() + ": " + taken.getCause(),
                    taken);
        }
    }

    /** Namespaces to which the platform alone publishes: those that are set, and the views. */
    private Set<String> published(HubSettings hubSettings) {
        Stream<String> views =
                StreamSupport.stream(projections.spliterator(), false).map(Projection::view);
        return Stream.concat(hubSettings.serverOnly().stream(), views).collect(Collectors.toUnmodifiableSet());
    }
}
