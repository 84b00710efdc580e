package io.universalmiddleware.cache.projecting;

import io.universalmiddleware.contracts.spi.EventMetadata;
import java.util.Arrays;
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
        byte[] data,
        @Nullable String traceparent) {

    /** The event's id decides. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IncomingEvent event
                && event.metadata.id().equals(metadata.id())
                && Arrays.equals(event.data, data);
    }

    @Override
    public int hashCode() {
        return metadata.id().hashCode();
    }

    @Override
    public String toString() {
        return type + ' ' + metadata.id() + " of command " + metadata.command();
    }
}
