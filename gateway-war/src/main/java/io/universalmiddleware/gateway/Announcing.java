package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.upkeep.Heartbeat;
import io.universalmiddleware.gateway.upkeep.Heartbeat.Announced;
import io.universalmiddleware.gateway.upkeep.RedisRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** Announces the services of this process in the registry, whatever roles it plays. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Announcing {
    private final Settings settings;
    private final Instance<RedissonClient> redis;
    private volatile @Nullable RedisRegistry registry;
    private volatile @Nullable Heartbeat heartbeat;

    @SuppressWarnings("NullAway") // for the container's proxy
    public Announcing() {
        this(null, null);
    }

    @Inject
    public Announcing(Settings settings, Instance<RedissonClient> redis) {
        this.settings = settings;
        this.redis = redis;
    }

    @PostConstruct
    void start() {
        List<Announced> announced = settings.get(Heartbeat.ANNOUNCE);
        if (!announced.isEmpty()) {
            RedisRegistry told = new RedisRegistry(redis::get, settings.get(Heartbeat.PREFIX));
            Heartbeat beating = new Heartbeat(told, announced);
            beating.start();
            registry = told;
            heartbeat = beating;
        }
    }

    @PreDestroy
    void stop() {
        Heartbeat beating = heartbeat;
        if (beating != null) {
            beating.close();
        }
        RedisRegistry told = registry;
        if (told != null) {
            told.close();
        }
    }
}
