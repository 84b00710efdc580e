package io.universalmiddleware.gopro;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.Projection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The rows of a projection after some events. */
public final class Projected<V> {
    private final Projection<V> projection;
    private final Map<String, V> rows = new LinkedHashMap<>();
    private long sequence;

    public Projected(Projection<V> projection) {
        this.projection = projection;
    }

    public Projected<V> after(String aggregateId, Object... events) {
        for (Object event : events) {
            EventMetadata metadata = new EventMetadata(
                    UUID.randomUUID(),
                    new AggregateRef(new TenantId("acme"), "gopro.Any", aggregateId),
                    ++sequence,
                    new CommandId(new UUID(7, 7)),
                    Instant.EPOCH);
            for (String key : projection.keys(event, metadata)) {
                rows.put(key, projection.apply(rows.get(key), key, event, metadata));
            }
        }
        return this;
    }

    public Map<String, V> rows() {
        return rows;
    }
}
