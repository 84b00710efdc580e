package io.universalmiddleware.gateway.analytics;

import io.universalmiddleware.persistence.analytics.LogQuery;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import io.universalmiddleware.persistence.analytics.TopPlace;
import io.universalmiddleware.persistence.analytics.TrafficBatch;
import io.universalmiddleware.persistence.analytics.TrafficPartitions;
import io.universalmiddleware.persistence.analytics.TrafficPartitions.Table;
import io.universalmiddleware.persistence.analytics.TrafficPoint;
import io.universalmiddleware.persistence.analytics.TrafficQueries;
import io.universalmiddleware.persistence.analytics.TrafficQuery;
import io.universalmiddleware.persistence.analytics.TrafficRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traffic in PostgreSQL. Questions are answered within five seconds, or fail. */
@ApplicationScoped
public class StoredTraffic implements TrafficStore {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private TrafficRepository repository;
    private TrafficPartitions partitions;
    private TrafficQueries queries;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoredTraffic() {}

    @Inject
    StoredTraffic(TrafficRepository repository, TrafficPartitions partitions, TrafficQueries queries) {
        this.repository = repository;
        this.partitions = partitions;
        this.queries = queries;
    }

    @Override
    @Transactional
    public void add(TrafficBatch batch) {
        repository.add(batch);
    }

    @Override
    @Transactional
    public void addPartition(Table table, LocalDate first) {
        partitions.add(table, first);
    }

    @Override
    @Transactional
    public boolean dropOne(Table table, Instant before) {
        return partitions.dropOne(table, before);
    }

    @Override
    @Transactional
    public void forgetWriters() {
        repository.forgetWriters();
    }

    @Transactional
    public List<TrafficPoint> points(TrafficQuery query) {
        queries.within(BOUND);
        return queries.points(query);
    }

    @Transactional
    public List<TopPlace> top(@Nullable String tenant, String kind, Instant from, Instant to, int limit) {
        queries.within(BOUND);
        return queries.top(tenant, kind, from, to, limit);
    }

    @Transactional
    public List<LoggedRequest> log(LogQuery query) {
        queries.within(BOUND);
        return queries.log(query);
    }
}
