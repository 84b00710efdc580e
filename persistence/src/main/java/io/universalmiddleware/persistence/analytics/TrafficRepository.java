package io.universalmiddleware.persistence.analytics;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds batches to what is known of the traffic. Every method runs in the caller's transaction. */
@Dependent
public class TrafficRepository {
    private static final Comparator<TrafficCount> ONE_ORDER = Comparator.comparing(TrafficCount::minute)
            .thenComparing(TrafficCount::tenant)
            .thenComparing(TrafficCount::route)
            .thenComparing(TrafficCount::origin)
            .thenComparing(TrafficCount::status);

    private final SqlSession session;
    private final CountRows counts;

    @Inject
    public TrafficRepository(SqlSession session) {
        this.session = session;
        counts = new CountRows(session);
    }

    /**
     * Adds a batch: all of it, or nothing if it was added before.
     *
     * @return whether it was new
     */
    public boolean add(TrafficBatch batch) {
        if (!isNew(batch)) {
            return false;
        }
        // in one order, so that two nodes do not wait for each other's rows crosswise
        counts.add("traffic_minute", batch.counts().stream().sorted(ONE_ORDER).toList());
        counts.add(
                "traffic_hour",
                byHour(batch.counts()).stream().sorted(ONE_ORDER).toList());
        replaceTop(batch.writer(), batch.top());
        append(batch.log());
        return true;
    }

    /** Forgets writers that have not written for days. */
    public void forgetWriters() {
        session.update("DELETE FROM traffic_writer WHERE at < now() - interval '3 days'", s -> {});
    }

    private boolean isNew(TrafficBatch batch) {
        return session.update("""
                        INSERT INTO traffic_writer (writer, batch, at) VALUES (?, ?, now())
                        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at
                            WHERE traffic_writer.batch < excluded.batch
                        """, s -> {
                    s.setObject(1, batch.writer());
                    s.setLong(2, batch.number());
                })
                > 0;
    }

    /** The same counts with the beginning of their hour for that of their minute, those of one hour put together. */
    private static List<TrafficCount> byHour(List<TrafficCount> counts) {
        record Key(Instant hour, String tenant, String route, String origin, int status) {}
        Map<Key, TrafficCount> hours = new LinkedHashMap<>();
        for (TrafficCount count : counts) {
            Instant hour = count.minute().truncatedTo(ChronoUnit.HOURS);
            hours.merge(
                    new Key(hour, count.tenant(), count.route(), count.origin(), count.status()),
                    count.at(hour),
                    TrafficRepository::sum);
        }
        return List.copyOf(hours.values());
    }

    private static TrafficCount sum(TrafficCount one, TrafficCount other) {
        return new TrafficCount(
                one.minute(),
                one.tenant(),
                one.route(),
                one.origin(),
                one.status(),
                one.requests() + other.requests(),
                one.received() + other.received(),
                one.sent() + other.sent(),
                one.micros() + other.micros(),
                PackedBins.sum(one.bins(), other.bins()));
    }

    private void replaceTop(UUID writer, List<TopPlace> top) {
        session.updateEach("""
                INSERT INTO traffic_top (bucket, tenant, kind, writer, rank, asker, requests, failures, bytes, over)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant, bucket, kind, writer, rank) DO UPDATE SET asker = excluded.asker,
                    requests = excluded.requests, failures = excluded.failures, bytes = excluded.bytes, over = excluded.over
                """, top, (s, place) -> {
            s.setTimestamp(1, Columns.timestamp(place.hour()));
            s.setString(2, place.tenant());
            s.setString(3, place.kind());
            s.setObject(4, writer);
            s.setInt(5, place.rank());
            s.setString(6, place.asker());
            s.setLong(7, place.requests());
            s.setLong(8, place.failures());
            s.setLong(9, place.bytes());
            s.setLong(10, place.over());
        });
    }

    private void append(List<LoggedRequest> log) {
        session.updateEach("""
                INSERT INTO request_log (expires, at, tenant, route, origin, target, method, path, status, micros, received, sent,
                    cache, user_name, key_id, client, request_id, trace_id, reason, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, log, (s, request) -> {
            s.setTimestamp(1, Columns.timestamp(request.expires()));
            s.setTimestamp(2, Columns.timestamp(request.at()));
            s.setString(3, request.tenant());
            s.setString(4, request.route());
            s.setString(5, request.origin());
            s.setString(6, request.target());
            s.setString(7, request.method());
            s.setString(8, request.path());
            s.setInt(9, request.status());
            s.setLong(10, request.micros());
            s.setLong(11, request.received());
            s.setLong(12, request.sent());
            s.setString(13, request.cache());
            s.setString(14, request.user());
            s.setString(15, request.key());
            s.setString(16, request.client());
            s.setString(17, request.requestId());
            s.setString(18, request.traceId());
            s.setString(19, request.reason());
            s.setString(20, request.detail());
        });
    }
}
