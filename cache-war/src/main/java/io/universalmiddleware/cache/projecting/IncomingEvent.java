package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incoming event is an event as Kafka carried it.
 *
 * @param version of its type's shape
 * @param data JSON
 * @param publishedAt when Kafka had it
 */
record IncomingEvent(
        String type,
        int version,
        EventMetadata metadata,
        String data,
        @Nullable String traceparent,
        Map<String, String> headers,
        Instant publishedAt) {

    /** What a view parks when it cannot take the event: the events of its aggregate, for this view. */
    ParkedKey key(View view) {
        return new ParkedKey(view.consumer(), metadata.aggregate().recordKey());
    }

    /** The event as it is kept for a view. */
    KeptMessage kept(View view) {
        return new KeptMessage(
                view.consumer(),
                metadata.aggregate().tenant(),
                metadata.aggregate().recordKey(),
                metadata.id(),
                type,
                metadata.command(),
                TraceContext.parse(traceparent).map(TraceContext::traceId).orElse(null),
                headers,
                data.getBytes(StandardCharsets.UTF_8),
                publishedAt);
    }

    @Override
    public String toString() {
        return type + ' ' + metadata.id() + " of command " + metadata.command();
    }
}
