package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.contracts.spi.EventMetadata;
import org.jspecify.annotations.Nullable;

/**
 * An incoming event is an event as Kafka carried it.
 *
 * @param version of its type's shape
 * @param data JSON
 */
record IncomingEvent(
        String type,
        int version,
        EventMetadata metadata,
        String data,
        @Nullable String traceparent) {

    @Override
    public String toString() {
        return type + ' ' + metadata.id() + " of command " + metadata.command();
    }
}
