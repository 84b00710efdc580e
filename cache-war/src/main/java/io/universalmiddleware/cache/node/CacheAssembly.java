package io.universalmiddleware.cache.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.consistency.AwaitingEffects;
import io.universalmiddleware.cache.consistency.CheckingEffects;
import io.universalmiddleware.cache.near.Following;
import io.universalmiddleware.cache.near.NearCache;
import io.universalmiddleware.cache.projecting.EventDelivery;
import io.universalmiddleware.cache.projecting.EventIntake;
import io.universalmiddleware.cache.projecting.KeepingUndecodable;
import io.universalmiddleware.cache.projecting.ParkedEvents;
import io.universalmiddleware.cache.projecting.ProjectingBatch;
import io.universalmiddleware.cache.projecting.ProjectingParked;
import io.universalmiddleware.cache.pushing.PushTimeline;
import io.universalmiddleware.cache.pushing.PushTransactions;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.cache.reading.ConsistentReading;
import io.universalmiddleware.cache.reading.DatabaseLoads;
import io.universalmiddleware.cache.reading.LoadingRows;
import io.universalmiddleware.cache.reading.ViewReader;
import io.universalmiddleware.cache.redis.Announcements;
import io.universalmiddleware.cache.redis.CacheEpoch;
import io.universalmiddleware.cache.redis.RedisViews;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubRetention;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.spi.Projection;
import io.universalmiddleware.contracts.trace.Spans;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.redisson.api.RedissonClient;

/** The parts of a node, built from its settings. Nothing is started here: {@link CacheNode} does that. */
@ApplicationScoped
public class CacheAssembly {

    @Resource
    private ManagedThreadFactory threads;

    @Produces
    @Singleton
    CacheSettings settings(Settings settings) {
        return CacheSettings.from(settings);
    }

    @Produces
    @Singleton
    Views views(@Any Instance<Projection<?>> projections, ObjectMapper json) {
        return new Views(projections.stream().map(p -> new View(p, json)).toList());
    }

    @Produces
    @Singleton
    CacheEpoch epoch() {
        return new CacheEpoch();
    }

    @Produces
    @Singleton
    RedisViews redisViews(RedissonClient redis, Settings all, CacheSettings settings, CacheEpoch epoch) {
        return new RedisViews(redis, HubKeys.from(all), HubRetention.from(all), settings, epoch);
    }

    @Produces
    @Singleton
    NearCache near(CacheSettings settings, MeterRegistry meters) {
        NearCache near = new NearCache(settings.nearBytes(), settings.nearTtl(), Ticker.systemTicker());
        Gauge.builder("um.cache.near.bytes", near, NearCache::bytes)
                .description("Estimated memory of the near cache")
                .baseUnit("bytes")
                .register(meters);
        return near;
    }

    @Produces
    @Singleton
    Following following(
            RedissonClient redis,
            Settings all,
            RedisViews views,
            CacheEpoch epoch,
            NearCache near,
            MeterRegistry meters) {
        return new Following(new Announcements(redis, HubKeys.from(all).prefix(), views), epoch, near, meters);
    }

    @Produces
    @Singleton
    PushTimeline pushTimeline(PushTransactions transactions, MeterRegistry meters) {
        return new PushTimeline(transactions::save, meters);
    }

    @Produces
    @Singleton
    Pushing pushing(
            RedisViews redis,
            CacheEpoch epoch,
            PushTransactions transactions,
            PushTimeline timeline,
            CacheSettings settings,
            Clock clock,
            MeterRegistry meters) {
        return new Pushing(redis, epoch, transactions::read, timeline, settings, clock, meters);
    }

    @Produces
    @Singleton
    AwaitingEffects awaitingEffects(CheckingEffects checking, MeterRegistry meters) {
        return new AwaitingEffects(checking, meters);
    }

    @Produces
    @Singleton
    EventDelivery delivery(
            ObjectMapper json,
            Views views,
            ProjectingBatch projecting,
            KeepingUndecodable keeping,
            Pushing pushing,
            AwaitingEffects effects,
            Spans spans,
            MeterRegistry meters) {
        return new EventDelivery(json, views, projecting, keeping, pushing, effects::wake, spans, meters);
    }

    @Produces
    @Singleton
    EventIntake intake(EventDelivery delivery, CacheSettings settings) {
        return new EventIntake(delivery, threads, settings.projectors());
    }

    @Produces
    @Singleton
    ParkedEvents parkedEvents(ProjectingParked projecting, EventDelivery delivery, Views views) {
        return new ParkedEvents(projecting, delivery, views);
    }

    @Produces
    @Singleton
    DatabaseLoads loads(LoadingRows rows, CacheSettings settings, MeterRegistry meters) {
        return new DatabaseLoads(
                rows::load, settings.loads(), settings.queuedLoads(), settings.readDeadline(), threads, meters);
    }

    void close(@Disposes DatabaseLoads loads) {
        loads.close();
    }

    @Produces
    @Singleton
    ViewReader reader(
            NearCache near, RedisViews redis, DatabaseLoads loads, CacheSettings settings, MeterRegistry meters) {
        return new ViewReader(near, redis, loads, settings.readDeadline(), meters);
    }

    @Produces
    @Singleton
    ConsistentReading consistentReading(AwaitingEffects effects, ViewReader reader, CacheSettings settings) {
        return new ConsistentReading(effects, reader, settings.consistencyWait());
    }
}
