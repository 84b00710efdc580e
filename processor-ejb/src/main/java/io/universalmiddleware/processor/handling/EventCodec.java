package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.spi.Aggregate;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.persistence.event.StoredEvent;
import org.jspecify.annotations.Nullable;

/** Writes event records as JSON and reads them back by their {@link EventType}. */
public final class EventCodec {
    private final ObjectMapper json;

    public EventCodec(ObjectMapper json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException if the class is no event */
    static EventType typeOf(Class<?> event) {
        @Nullable EventType type = event.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalArgumentException(event.getName() + " has no @EventType");
        }
        return type;
    }

    String write(Object event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(event.getClass().getName() + " cannot be written as JSON", unwritable);
        }
    }

    /** The event as the aggregate knows it. Members that its record does not have (any more) are passed over. */
    Object read(StoredEvent stored, Aggregate<?> aggregate) {
        Class<?> event = aggregate.events().stream()
                .filter(candidate -> isOf(stored, typeOf(candidate)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("aggregate " + aggregate.type()
                        + " does not list event " + stored.type() + " version " + stored.version()));
        try {
            return json.readerFor(event)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(stored.data());
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("event " + stored.id() + " cannot be read", unreadable);
        }
    }

    private static boolean isOf(StoredEvent stored, EventType type) {
        return type.name().equals(stored.type()) && type.version() == stored.version();
    }
}
