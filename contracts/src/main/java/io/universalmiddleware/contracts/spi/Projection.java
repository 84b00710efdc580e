package io.universalmiddleware.contracts.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection keeps one view: rows of JSON by key, made from events.
 *
 * <p>An implementation is a CDI bean in a jar of the application; the platform finds it, stores the rows in PostgreSQL,
 * keeps a copy in Redis, serves them at {@code /api/v1/views/{view}/{key}} and publishes each change on channel
 * {@code {view}:{key}}. Each event is applied once to each of its keys; events of one aggregate in their order, of
 * different aggregates in any order.
 *
 * @param <V> the row: a record, or a list of records
 */
public interface Projection<V> {

    /** The view's name: 1 to 40 of {@code a-z 0-9 -}. */
    String view();

    /** The row's class, as JSON is read into it. */
    RowType<V> row();

    /** The event records that it consumes, each with {@link EventType}. */
    List<Class<?>> events();

    /** The keys of the rows that an event changes. Pure. */
    List<String> keys(Object event, EventMetadata metadata);

    /**
     * The row after the event. Pure.
     *
     * @param row the row before it; null if there is none
     * @return the new row; null to delete it
     */
    @Nullable
    V apply(@Nullable V row, String key, Object event, EventMetadata metadata);
}
