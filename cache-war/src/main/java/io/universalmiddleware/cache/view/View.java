package io.universalmiddleware.cache.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.universalmiddleware.contracts.spi.EventMetadata;
import io.universalmiddleware.contracts.spi.EventType;
import io.universalmiddleware.contracts.spi.Projection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A view is a projection of the application together with the JSON of its rows and events. */
public final class View {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private final Projection<?> projection;
    private final Map<EventName, ObjectReader> events;
    private final ObjectReader rowReader;
    private final ObjectWriter rowWriter;

    /** @throws IllegalArgumentException if the projection declares something that is not allowed; names it */
    public View(Projection<?> projection, ObjectMapper json) {
        if (!NAME.matcher(projection.view()).matches()) {
            throw new IllegalArgumentException(projection.getClass().getName() + ": the view's name '"
                    + projection.view() + "' is not 1 to 40 of a-z, 0-9 and '-'");
        }
        this.projection = projection;
        this.events =
                projection.events().stream().collect(Collectors.toUnmodifiableMap(EventName::of, json::readerFor));
        JavaType row = projection.row().list()
                ? json.getTypeFactory()
                        .constructCollectionType(List.class, projection.row().element())
                : json.constructType(projection.row().element());
        this.rowReader = json.readerFor(row);
        this.rowWriter = json.writerFor(row);
    }

    public String name() {
        return projection.view();
    }

    /** The name under which the inbox knows which events the view has had. */
    public String consumer() {
        return "view:" + name();
    }

    /** The types of events that it consumes. */
    public Set<String> eventTypes() {
        return events.keySet().stream().map(EventName::type).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it consumes events of the type, in any version. */
    public boolean consumes(String type) {
        return events.keySet().stream().anyMatch(e -> e.type().equals(type));
    }

    /**
     * Reads an event of a consumed type.
     *
     * @throws JsonProcessingException if the data is not of its type's shape
     * @throws IllegalArgumentException if the view does not know the version
     */
    public Object event(String type, int version, String data) throws JsonProcessingException {
        @Nullable ObjectReader reader = events.get(new EventName(type, version));
        if (reader == null) {
            throw new IllegalArgumentException("view " + name() + " knows no version " + version + " of " + type);
        }
        return reader.readValue(data);
    }

    /** The keys of the rows that the event changes. */
    public List<String> keys(Object event, EventMetadata metadata) {
        return projection.keys(event, metadata);
    }

    /** The row's JSON after the event; null if there is no row then. */
    public @Nullable String apply(@Nullable String row, String key, Object event, EventMetadata metadata)
            throws JsonProcessingException {
        return applyTyped(projection, row, key, event, metadata);
    }

    private <V> @Nullable String applyTyped(
            Projection<V> typed, @Nullable String row, String key, Object event, EventMetadata metadata)
            throws JsonProcessingException {
        @Nullable V before = row == null ? null : rowReader.readValue(row);
        @Nullable V after = typed.apply(before, key, event, metadata);
        return after == null ? null : rowWriter.writeValueAsString(after);
    }

    private record EventName(String type, int version) {
        static EventName of(Class<?> event) {
            @Nullable EventType type = event.getAnnotation(EventType.class);
            if (type == null) {
                throw new IllegalArgumentException(event.getName() + " has no @EventType");
            }
            return new EventName(type.name(), type.version());
        }
    }
}
